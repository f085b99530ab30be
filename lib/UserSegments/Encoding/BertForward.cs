using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>The forward pass over a chunk of sequences, each function one step; T tokens, H hidden, I intermediate, d one head.</summary>
/// <remarks>Every row depends only on its own sequence, and every sum has a fixed order: a sequence gets the same bits in any company.</remarks>
internal static unsafe class BertForward
{
    /// <summary>From ids to the last hidden states, which are left in <see cref="BertWorkspace.X"/>.</summary>
    public static void Run(BertConfig config, BertWeights weights, TokenBatch batch, int first, int last, BertWorkspace work)
    {
        var tokens = batch.Starts[last] - batch.Starts[first];
        var longest = 0;
        for (var s = first; s < last; s++) longest = Math.Max(longest, batch.Length(s));
        work.Prepare(config, tokens, longest);
        Embed(config, weights, batch, first, last, work.X);                                     // (T, H)
        foreach (var layer in weights.Layers)
        {
            fixed (float* bias = layer.QkvBias)
                layer.Qkv.Multiply(work.X, config.HiddenSize, tokens, work.Qkv, work.QkvStride, new BiasEpilogue(bias));    // (T, 3H)
            for (var s = first; s < last; s++)
                Attend(config, work, batch.Starts[s] - batch.Starts[first], batch.Length(s));    // (T, H)
            for (var row = 0; row < tokens; row += ProductEngine.RowBlock)
                FeedForward(config, layer, work, row, Math.Min(ProductEngine.RowBlock, tokens - row));
        }
    }

    /// <summary>Word + position + segment, normalized.</summary>
    private static void Embed(BertConfig config, BertWeights weights, TokenBatch batch, int first, int last, float* x)
    {
        var hidden = config.HiddenSize;
        fixed (float* scale = weights.EmbeddingScale, shift = weights.EmbeddingShift)
        {
            for (var s = first; s < last; s++)
            {
                for (var t = batch.Starts[s]; t < batch.Starts[s + 1]; t++, x += hidden)
                {
                    var row = new Span<float>(x, hidden);
                    weights.Words.CopyRow(batch.Ids[t], row);
                    Add(row, weights.Positions.AsSpan((config.FirstPosition + t - batch.Starts[s]) * hidden, hidden));
                    if (weights.Types.Length > 0) Add(row, weights.Types.AsSpan((batch.TypeIds?[t] ?? 0) * hidden, hidden));
                    RowKernels.LayerNorm(x, x, hidden, scale, shift, (float)config.LayerNormEpsilon);
                }
            }
        }
    }

    private static void Add(Span<float> row, ReadOnlySpan<float> more) => System.Numerics.Tensors.TensorPrimitives.Add(row, more, row);

    /// <summary>All heads of one sequence: softmax(Q Kᵀ / sqrt(d)) V.</summary>
    private static void Attend(BertConfig config, BertWorkspace work, int start, int length)
    {
        var (hidden, head) = (config.HiddenSize, config.HiddenSize / config.Heads);
        var (stride, padded) = ((nint)work.QkvStride, (length + 15) & ~15);
        var scale = 1 / MathF.Sqrt(head);
        var inverses = stackalloc float[ProductEngine.RowBlock];
        for (var h = 0; h < config.Heads; h++)
        {
            var q = work.Qkv + start * stride + h * head;                                        // (n, d)
            AttentionPanels.PackKeys(q + hidden, stride, length, head, work.Keys);
            AttentionPanels.PackValues(q + 2 * hidden, stride, length, head, work.Values);
            for (var row = 0; row < length; row += ProductEngine.RowBlock)
            {
                // Panels end in zeros, so whole panels of scores can be had; what lies past the length means nothing.
                var rows = Math.Min(ProductEngine.RowBlock, length - row);
                ProductEngine.Run(Simd.Chosen, q + row * stride, stride, rows, work.Keys, head, padded, work.Scores, padded, default(NoEpilogue));
                RowKernels.ExpOfScaled(work.Scores, padded, rows, length, 0, scale, inverses);
                var context = work.Context + (nint)(start + row) * hidden + h * head;            // (n, d), rows H apart
                ProductEngine.Run(Simd.Chosen, work.Scores, padded, rows, work.Values, length, head, context, hidden, new RowScaleEpilogue(inverses));
            }
        }
    }

    /// <summary>Attention's output layer, and the feed-forward block: both with residual and layer norm, on rows that stay in cache.</summary>
    private static void FeedForward(BertConfig config, BertLayer layer, BertWorkspace work, int row, int rows)
    {
        var (hidden, epsilon) = (config.HiddenSize, (float)config.LayerNormEpsilon);
        var x = work.X + (nint)row * hidden;
        fixed (float* outputBias = layer.OutputBias, wideBias = layer.WidenBias, slimBias = layer.NarrowBias)
        {
            layer.Output.Multiply(work.Context + (nint)row * hidden, rows, work.Sums, new BiasResidualEpilogue(outputBias, x, hidden));
            Normalize(work.Sums, x, rows, hidden, layer.AttentionScale, layer.AttentionShift, epsilon);
            layer.Widen.Multiply(x, hidden, rows, work.Wide, work.WideStride, new BiasActivationEpilogue(wideBias, config.Activation));
            layer.Narrow.Multiply(work.Wide, work.WideStride, rows, work.Sums, hidden, new BiasResidualEpilogue(slimBias, x, hidden));
            Normalize(work.Sums, x, rows, hidden, layer.FinalScale, layer.FinalShift, epsilon);
        }
    }

    private static void Normalize(float* source, float* target, int rows, int width, float[] scales, float[] shifts, float epsilon)
    {
        fixed (float* scale = scales, shift = shifts)
        {
            for (var i = 0; i < rows; i++) RowKernels.LayerNorm(source + (nint)i * width, target + (nint)i * width, width, scale, shift, epsilon);
        }
    }
}
