using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Working memory of one thread; kept from batch to batch.</summary>
internal sealed unsafe class Qwen3Workspace : IPackedWorkspace
{
    private readonly PinnedBuffer x = new();
    private readonly PinnedBuffer qkv = new();
    private readonly PinnedBuffer context = new();
    private readonly PinnedBuffer normed = new();
    private readonly PinnedBuffer sums = new();
    private readonly PinnedBuffer wide = new();
    private readonly PinnedBuffer keys = new();
    private readonly PinnedBuffer values = new();
    private readonly PinnedBuffer scores = new();
    private readonly PinnedBuffer angles = new();
    private int positions;

    public float* X { get; private set; }                            // (T, H): the stream

    public float* Qkv { get; private set; }                          // (T, (q + 2k) d)

    public float* Context { get; private set; }                      // (T, q d): what the heads gathered

    public float* Normed { get; private set; }                       // (row block, H): after a norm

    public float* Sums { get; private set; }                         // (row block, H): with what went in

    public float* Wide { get; private set; }                         // (row block, 2I)

    public float* Keys { get; private set; }                         // (panels of 16 tokens, d, 16)

    public float* Values { get; private set; }                       // (panels of 16 columns, T, 16)

    public float* Scores { get; private set; }                       // (row block, T rounded up to 16)

    public float* Cosines { get; private set; }                      // (positions, d / 2)

    public float* Sines { get; private set; }                        // (positions, d / 2)

    /// <summary>Makes room for a chunk.</summary>
    /// <param name="config">The widths.</param>
    /// <param name="tokens">Tokens of the chunk.</param>
    /// <param name="longest">Tokens of its longest sequence.</param>
    public void Prepare(Qwen3Config config, int tokens, int longest)
    {
        var padded = (longest + 15) & ~15;
        X = x.Reserve((long)tokens * config.HiddenSize);
        Qkv = qkv.Reserve((long)tokens * (config.Heads + 2 * config.KeyValueHeads) * config.HeadSize);
        Context = context.Reserve((long)tokens * config.Heads * config.HeadSize);
        Normed = normed.Reserve((long)ProductEngine.RowBlock * config.HiddenSize);
        Sums = sums.Reserve((long)ProductEngine.RowBlock * config.HiddenSize);
        Wide = wide.Reserve(2L * ProductEngine.RowBlock * config.IntermediateSize);
        Keys = keys.Reserve((long)padded * config.HeadSize);
        Values = values.Reserve((long)padded * ((config.HeadSize + 15) & ~15));
        Scores = scores.Reserve((long)ProductEngine.RowBlock * padded);
        if (longest > positions) Turn(config, longest);
    }

    /// <summary>Position p turns pair j by <c>p / theta^(2j / d)</c>; the frequency and the angle are rounded to single precision, as models were trained.</summary>
    private void Turn(Qwen3Config config, int longest)
    {
        var half = config.HeadSize / 2;
        positions = Math.Min(config.Positions, Math.Max(longest, 2 * positions));
        Cosines = angles.Reserve(2L * positions * half);
        Sines = Cosines + (nint)positions * half;
        for (var j = 0; j < half; j++)
        {
            var frequency = (float)(1 / Math.Pow(config.RopeTheta, 2.0 * j / config.HeadSize));
            for (var p = 0; p < positions; p++) (Sines[(nint)p * half + j], Cosines[(nint)p * half + j]) = ((float, float))Math.SinCos(p * frequency);
        }
    }
}
