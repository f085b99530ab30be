using NotebookHost.Formatting;

namespace NotebookHost.Engine;

/// <summary>A language whose text is not run but shown: HTML, Markdown, Mermaid.</summary>
/// <param name="name">The name of its magic.</param>
/// <param name="aliases">Other names for it.</param>
/// <param name="show">Makes the output from the text.</param>
internal sealed class MarkupKernel(string name, IReadOnlyList<string> aliases, Func<string, MimeBundle> show) : ILanguageKernel
{
    public string Name => name;

    public IReadOnlyList<string> Aliases => aliases;

    public IEnumerable<(string Name, Type Type, object? Value)> Variables => [];

    public object? Execute(CellPart part, CellScope scope)
    {
        scope.Display(show(part.Text.Trim('\n')), []);
        return ILanguageKernel.NoValue;
    }

    public void SetValue(string name, object? value, Type type, CellStop stop) => throw new MagicException($"#!{Name} holds no values.");

    /// <summary>The markup languages of every notebook.</summary>
    public static IEnumerable<ILanguageKernel> All() =>
    [
        new MarkupKernel("html", [], text => new(("text/html", text))),
        new MarkupKernel("markdown", ["md"], text => new(("text/markdown", text))),
        new MarkupKernel("mermaid", [], text => new(("text/vnd.mermaid", text), ("text/html", Mermaid(text)), ("text/plain", text))),
    ];

    // The report draws it with mermaid from npm; where there is none, and on GitHub, the text itself is readable.
    private static string Mermaid(string text) => $"<pre class=\"mermaid\">{System.Net.WebUtility.HtmlEncode(text)}</pre>";
}
