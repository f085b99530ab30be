namespace UserSegments.Encoding;

/// <summary>All weights of an encoder.</summary>
internal sealed class BertWeights
{
    public required EmbeddingTable Words { get; init; }              // (vocabulary, H)

    public required float[] Positions { get; init; }                 // (positions, H)

    public required float[] Types { get; init; }                     // (types, H); empty for none

    public required float[] EmbeddingScale { get; init; }            // (H)

    public required float[] EmbeddingShift { get; init; }            // (H)

    public required BertLayer[] Layers { get; init; }

    /// <summary>Keeps the mapped file open as long as the word embeddings are read from it.</summary>
    public Checkpoint? Owner { get; init; }
}
