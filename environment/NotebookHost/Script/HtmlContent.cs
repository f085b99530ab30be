namespace NotebookHost.Script;

/// <summary>A piece of HTML that a cell shows as it is.</summary>
/// <param name="html">The markup.</param>
public sealed class HtmlContent(string html)
{
    /// <summary>The markup.</summary>
    public string Html { get; } = html;

    /// <inheritdoc/>
    public override string ToString() => Html;
}
