namespace UserSegments.Tokenization;

/// <summary>A token found in the text before anything else is done to it, such as <c>[MASK]</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="SingleWord">Only where no word character stands beside it.</param>
/// <param name="LeftStrip">Takes the white space before it too.</param>
/// <param name="RightStrip">Takes the white space after it too.</param>
/// <param name="Normalized">Looked for in the normalized text instead of the raw one.</param>
/// <param name="Special">Structure, not text.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special);
