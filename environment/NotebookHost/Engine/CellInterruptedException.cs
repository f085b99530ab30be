namespace NotebookHost.Engine;

/// <summary>A cell that was interrupted by its reader.</summary>
internal sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.");
