namespace UserSegments.Tokenization;

/// <summary>A step that changes text before it is cut.</summary>
internal interface INormalizer
{
    /// <summary>Changes the buffer.</summary>
    void Apply(TextBuffer text);
}
