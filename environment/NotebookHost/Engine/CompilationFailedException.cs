namespace NotebookHost.Engine;

/// <summary>A cell that does not compile.</summary>
/// <param name="diagnostics">One line an error, each with cell, line and column.</param>
internal sealed class CompilationFailedException(string diagnostics) : Exception(diagnostics);
