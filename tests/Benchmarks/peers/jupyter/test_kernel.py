"""jupyter_kernel_test against this kernel, with every capability of it switched on."""
import unittest

import jupyter_kernel_test


class NotebookHostTests(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "#!mer", "matches": {"#!mermaid"}},
        {"text": "System.Numerics.BigInteger.Greatest", "matches": {"GreatestCommonDivisor"}},
    ]
    complete_code_samples = ["1", "var x = 1;", "int F(int a) => a;", "#!markdown\n# {"]
    incomplete_code_samples = ["if (true) {", "int F(int a)\n{", "new List<int> { 1,"]
    invalid_code_samples = ["var = ;", "class 1x { }"]
    code_page_something = "?Math.Max"
    code_generate_error = 'throw new InvalidOperationException("on purpose");'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "Enumerable.Range(0, 3)", "result": "[ 0, 1, 2 ]"},
        {"code": 'HTML("<b>x</b>")', "result": "<b>x</b>", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>x</b>"));', "mime": "text/html"},
        {"code": '"<svg/>".DisplayAs("image/svg+xml");', "mime": "image/svg+xml"},
        {"code": "#!markdown\n# x", "mime": "text/markdown"},
        {"code": "#!mermaid\nA --> B", "mime": "text/vnd.mermaid"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 2*"
    code_inspect_sample = "Math.Max"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    unittest.main()
