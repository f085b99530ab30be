namespace NotebookHost.Engine;

/// <summary>A run of lines of a cell in one language, or one magic line.</summary>
/// <param name="Language">The kernel the text goes to; null for a magic line.</param>
/// <param name="Text">The lines, or the magic line.</param>
/// <param name="Line">The first line's number in the cell, from zero.</param>
/// <param name="Arguments">What follows the name on a language magic, such as <c>--name x</c> on <c>#!value</c>.</param>
/// <param name="Within">For a magic line: the language of the lines around, which it acts on.</param>
internal readonly record struct CellPart(string? Language, string Text, int Line, string Arguments, string Within = "");
