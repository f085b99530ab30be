using System.Globalization;

namespace NotebookHost.Engine;

/// <summary>A cell that did not end within its time.</summary>
/// <param name="limit">The time it had.</param>
internal sealed class CellTimeoutException(TimeSpan limit)
    : OperationCanceledException(string.Create(CultureInfo.InvariantCulture, $"The cell was stopped: it did not end within {limit.TotalSeconds:0.###} s (--timeout)."));
