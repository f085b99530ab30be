using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookHost.Engine;

namespace NotebookHost.CSharp;

/// <content>What helps while a cell is written; nothing of it changes the notebook's state.</content>
internal sealed partial class CSharpKernel
{
    /// <summary>The completions at a position, and where the word they replace begins.</summary>
    public (int Start, IReadOnlyList<Completion> Items) Complete(string code, int position)
    {
        var (compilation, tree) = Draft(code);
        return new CompletionFinder(compilation, tree).Find(position);
    }

    /// <summary>The signature and documentation of the name at a position, or null.</summary>
    public string? Inspect(string code, int position)
    {
        var (compilation, tree) = Draft(code);
        return SymbolInspector.Describe(compilation, tree, position);
    }

    /// <summary><c>complete</c>, <c>incomplete</c> or <c>invalid</c>.</summary>
    public static string IsComplete(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(WithoutMagics(code), ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return "incomplete";
        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete";
    }

    private (CSharpCompilation Compilation, SyntaxTree Tree) Draft(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(WithoutMagics(code), ParseOptions, "draft", Encoding.UTF8);
        return (Bound("Draft", tree, "Draft"), tree);
    }

    /// <summary>The code with magic lines and directives blanked, positions kept.</summary>
    private static string WithoutMagics(string code) => string.Join('\n', code.Split('\n').Select(line =>
        CellParser.IsMagic(line) || line.TrimStart().StartsWith("#r", StringComparison.Ordinal) || line.TrimStart().StartsWith("#i", StringComparison.Ordinal) && !line.TrimStart().StartsWith("#if", StringComparison.Ordinal)
            ? new string(' ', line.Length) : line));
}
