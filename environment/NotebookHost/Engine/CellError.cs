namespace NotebookHost.Engine;

/// <summary>Why a cell failed, as Jupyter puts it.</summary>
/// <param name="Name">The kind of error.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Trace">What is shown: the message and the frames within the notebook.</param>
/// <param name="Line">The line in the cell, from one, where it is known.</param>
/// <param name="MissingPackage">The package that the feed lacks, where that is the reason.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Trace, int? Line, string? MissingPackage = null);
