namespace UserSegments.Tokenization;

/// <summary>A part of a word while it is merged; a node of a doubly linked list.</summary>
/// <param name="Id">Its token; -1 once it was merged into the one before it.</param>
/// <param name="End">One past its last unit in the word.</param>
/// <param name="Previous">Place of the part before it, or -1.</param>
/// <param name="Next">Place of the part after it, or -1.</param>
internal readonly record struct Symbol(int Id, int End, int Previous, int Next);
