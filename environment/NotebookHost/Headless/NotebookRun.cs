using NotebookHost.Engine;
using NotebookHost.Notebooks;

namespace NotebookHost.Headless;

/// <summary>A notebook that was executed, its outputs in it.</summary>
/// <param name="notebook">The notebook.</param>
internal sealed class NotebookRun(Notebook notebook)
{
    /// <summary>The notebook with the outputs of this run.</summary>
    public Notebook Notebook { get; } = notebook;

    /// <summary>Why it failed, or null.</summary>
    public CellError? Error { get; set; }

    /// <summary>Why it was not run to its end although nothing failed: a package its cell tagged <c>needs-packages</c> asks for is not on the feed; or null.</summary>
    public string? Skipped { get; set; }

    /// <summary>The index of the cell that failed, or -1.</summary>
    public int FailedCell { get; set; } = -1;

    /// <summary>Wall time, start of the process included.</summary>
    public double Seconds { get; set; }

    /// <summary>Wall time of each code cell, by index.</summary>
    public Dictionary<int, double> CellSeconds { get; } = [];

    /// <summary>The most memory its process used, in bytes.</summary>
    public long PeakBytes { get; set; }

    /// <summary>The parameters as they were, by name: the text of their initialisers.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();
}
