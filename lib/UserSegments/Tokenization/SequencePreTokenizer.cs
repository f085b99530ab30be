namespace UserSegments.Tokenization;

/// <summary>Several cuts, one after the other.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(TokenizerScratch scratch)
    {
        foreach (var step in steps) step.Split(scratch);
    }
}
