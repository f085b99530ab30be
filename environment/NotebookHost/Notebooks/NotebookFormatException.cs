namespace NotebookHost.Notebooks;

/// <summary>A file that is not a notebook that can be run: says which file and where in it.</summary>
/// <param name="path">The file.</param>
/// <param name="place">Where: a line and byte, or a cell.</param>
/// <param name="problem">What was found and what was expected.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class NotebookFormatException(string path, string place, string problem, Exception? inner = null)
    : Exception($"{path}: {place}: {problem}", inner);
