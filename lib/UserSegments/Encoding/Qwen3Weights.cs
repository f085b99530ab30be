namespace UserSegments.Encoding;

/// <summary>All weights of a Qwen3 decoder.</summary>
internal sealed class Qwen3Weights
{
    public required EmbeddingTable Words { get; init; }              // (vocabulary, H)

    public required float[] FinalScale { get; init; }                // (H): the last norm

    public required Qwen3Layer[] Layers { get; init; }

    /// <summary>Keeps the mapped file open as long as the word embeddings are read from it.</summary>
    public required Checkpoint Owner { get; init; }
}

/// <summary>Weights of one layer. H hidden, I intermediate, q query heads and k key heads of width d.</summary>
internal sealed class Qwen3Layer
{
    public required float[] InputScale { get; init; }                // (H): norm before attention

    public required LinearWeights Qkv { get; init; }                 // (H, (q + 2k) d): queries, keys, values side by side

    public required float[] QueryScale { get; init; }                // (d): norm of every query head

    public required float[] KeyScale { get; init; }                  // (d): norm of every key head

    public required LinearWeights Output { get; init; }              // (q d, H)

    public required float[] InnerScale { get; init; }                // (H): norm before the feed-forward block

    public required LinearWeights GateAndUp { get; init; }           // (H, 2I): gate and value side by side

    public required LinearWeights Down { get; init; }                // (I, H)
}
