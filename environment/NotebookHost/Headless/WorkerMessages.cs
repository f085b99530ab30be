using System.Text.Json.Nodes;
using NotebookHost.Engine;

namespace NotebookHost.Headless;

/// <summary>What a worker process is to do: the code cells of one notebook, in order.</summary>
/// <param name="Folder">The notebook's folder.</param>
/// <param name="TimeoutSeconds">The time limit of each cell.</param>
/// <param name="Cells">The code cells.</param>
internal sealed record WorkerJob(string Folder, double TimeoutSeconds, IReadOnlyList<WorkerCell> Cells);

/// <summary>A code cell of a job.</summary>
/// <param name="Index">Its index among all cells.</param>
/// <param name="Source">Its text, parameters set.</param>
/// <param name="Language">The language of its metadata, or null.</param>
/// <param name="MayFail">Whether it is tagged <c>raises-exception</c>.</param>
internal sealed record WorkerCell(int Index, string Source, string? Language, bool MayFail);

/// <summary>What a worker says, one JSON line each.</summary>
/// <param name="Kind"><c>start</c>, <c>outputs</c>, <c>end</c> of a cell, or <c>done</c>.</param>
/// <param name="Cell">The cell's index.</param>
/// <param name="Number">Its execution count.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="PeakBytes">The most memory the process has used so far.</param>
/// <param name="Outputs">The cell's outputs.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record WorkerEvent(string Kind, int Cell = 0, int Number = 0, double Seconds = 0, long PeakBytes = 0, JsonArray? Outputs = null, CellError? Error = null)
{
    /// <summary>Begins each line, so that what native code prints is not taken for an event.</summary>
    public const char Mark = '\u001e';
}
