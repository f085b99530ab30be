using NotebookHost.Notebooks;

namespace NotebookHost.Report;

/// <summary>What lies beside the pages, and the report's title.</summary>
/// <param name="title">The title.</param>
/// <param name="plotly">The text of plotly.js, or null.</param>
/// <param name="mermaid">The text of mermaid, or null.</param>
internal sealed class Assets(string title, byte[]? plotly, byte[]? mermaid)
{
    /// <summary>The report's title.</summary>
    public string Title => title;

    /// <summary>The scripts a page uses, as far as they are at hand.</summary>
    public IEnumerable<string> For(bool plots, bool diagrams)
    {
        if (plots && plotly is not null) yield return "assets/plotly.min.js";
        if (diagrams && mermaid is not null) yield return "assets/mermaid.min.js";
    }

    /// <summary>Writes the scripts beside the pages.</summary>
    public void Write(string folder)
    {
        if (plotly is not null) AtomicFile.Write(Path.Combine(folder, "assets", "plotly.min.js"), plotly);
        if (mermaid is not null) AtomicFile.Write(Path.Combine(folder, "assets", "mermaid.min.js"), mermaid);
    }
}
