namespace UserSegments.Tokenization;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public void Apply(TextBuffer text)
    {
        foreach (var step in steps) step.Apply(text);
    }
}
