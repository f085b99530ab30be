using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Working memory of one thread; kept from batch to batch.</summary>
internal sealed unsafe class BertWorkspace : IPackedWorkspace
{
    private readonly PinnedBuffer x = new();
    private readonly PinnedBuffer qkv = new();
    private readonly PinnedBuffer context = new();
    private readonly PinnedBuffer sums = new();
    private readonly PinnedBuffer wide = new();
    private readonly PinnedBuffer keys = new();
    private readonly PinnedBuffer values = new();
    private readonly PinnedBuffer scores = new();

    public float* X { get; private set; }                            // (T, H): the stream

    public float* Qkv { get; private set; }                          // (T, 3H), rows QkvStride apart

    public int QkvStride { get; private set; }

    public float* Context { get; private set; }                      // (T, H): what the heads gathered

    public float* Sums { get; private set; }                         // (row block, H): before a layer norm

    public float* Wide { get; private set; }                         // (row block, I), rows WideStride apart

    public int WideStride { get; private set; }

    public float* Keys { get; private set; }                         // (panels of 16 tokens, head, 16)

    public float* Values { get; private set; }                       // (panels of 16 columns, T, 16)

    public float* Scores { get; private set; }                       // (row block, T rounded up to 16)

    /// <summary>Makes room for a chunk.</summary>
    /// <param name="config">The widths.</param>
    /// <param name="tokens">Tokens of the chunk.</param>
    /// <param name="longest">Tokens of its longest sequence.</param>
    public void Prepare(BertConfig config, int tokens, int longest)
    {
        var head = config.HiddenSize / config.Heads;
        var padded = (longest + 15) & ~15;
        (QkvStride, WideStride) = (ProductEngine.Spread(3 * config.HiddenSize), ProductEngine.Spread(config.IntermediateSize));
        X = x.Reserve((long)tokens * config.HiddenSize);
        Qkv = qkv.Reserve((long)tokens * QkvStride);
        Context = context.Reserve((long)tokens * config.HiddenSize);
        Sums = sums.Reserve((long)ProductEngine.RowBlock * config.HiddenSize);
        Wide = wide.Reserve((long)ProductEngine.RowBlock * WideStride);
        Keys = keys.Reserve((long)padded * head);
        Values = values.Reserve((long)padded * ((head + 15) & ~15));
        Scores = scores.Reserve((long)ProductEngine.RowBlock * padded);
    }
}
