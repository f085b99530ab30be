namespace UserSegments.Tokenization;

/// <summary>A range of the buffer that the model tokenizes by itself.</summary>
/// <param name="Start">First unit.</param>
/// <param name="End">One past the last unit.</param>
internal readonly record struct Piece(int Start, int End);
