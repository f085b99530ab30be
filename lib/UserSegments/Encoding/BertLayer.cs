namespace UserSegments.Encoding;

/// <summary>Weights of one layer, ready for the kernels. H is the hidden size, I the intermediate one.</summary>
internal sealed class BertLayer
{
    public required LinearWeights Qkv { get; init; }                  // (H, 3H): queries, keys, values side by side

    public required float[] QkvBias { get; init; }                   // (3H)

    public required LinearWeights Output { get; init; }               // (H, H)

    public required float[] OutputBias { get; init; }                // (H)

    public required float[] AttentionScale { get; init; }            // (H): layer norm after attention

    public required float[] AttentionShift { get; init; }            // (H)

    public required LinearWeights Widen { get; init; }                // (H, I)

    public required float[] WidenBias { get; init; }                 // (I)

    public required LinearWeights Narrow { get; init; }               // (I, H)

    public required float[] NarrowBias { get; init; }                // (H)

    public required float[] FinalScale { get; init; }                // (H): layer norm after the feed-forward block

    public required float[] FinalShift { get; init; }                // (H)
}
