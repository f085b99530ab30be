using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>The forward pass over a chunk of sequences; T tokens, H hidden, I intermediate, q query and k key heads of width d.</summary>
/// <remarks>Every row depends only on its own sequence, and every sum has a fixed order: a sequence gets the same bits in any company.</remarks>
internal static unsafe class Qwen3Forward
{
    /// <summary>From ids to the last hidden states, which are left in <see cref="Qwen3Workspace.X"/>.</summary>
    public static void Run(Qwen3Config config, Qwen3Weights weights, TokenBatch batch, int first, int last, Qwen3Workspace work)
    {
        var tokens = batch.Starts[last] - batch.Starts[first];
        var longest = 0;
        for (var s = first; s < last; s++) longest = Math.Max(longest, batch.Length(s));
        work.Prepare(config, tokens, longest);
        var hidden = config.HiddenSize;
        for (var t = 0; t < tokens; t++) weights.Words.CopyRow(batch.Ids[batch.Starts[first] + t], new Span<float>(work.X + (nint)t * hidden, hidden));    // (T, H)
        // Blocks of rows, whose intermediate values stay in cache.
        const int Block = ProductEngine.RowBlock;
        foreach (var layer in weights.Layers)
        {
            for (var row = 0; row < tokens; row += Block) Project(config, layer, work, row, Math.Min(Block, tokens - row));    // (T, (q + 2k) d)
            for (var s = first; s < last; s++)
            {
                Rotate(config, layer, work, batch.Starts[s] - batch.Starts[first], batch.Length(s));
                Attend(config, work, batch.Starts[s] - batch.Starts[first], batch.Length(s));    // (T, q d)
            }
            for (var row = 0; row < tokens; row += Block) FeedForward(config, layer, work, row, Math.Min(Block, tokens - row));
        }
        Normalize(work.X, work.X, tokens, hidden, weights.FinalScale, (float)config.RmsNormEpsilon);
    }

    private static void Project(Qwen3Config config, Qwen3Layer layer, Qwen3Workspace work, int row, int rows)
    {
        Normalize(work.X + (nint)row * config.HiddenSize, work.Normed, rows, config.HiddenSize, layer.InputScale, (float)config.RmsNormEpsilon);
        layer.Qkv.Multiply(work.Normed, rows, work.Qkv + (nint)row * layer.Qkv.Columns, default(NoEpilogue));
    }

    /// <summary>Normalizes every query and key head, then turns it by its position.</summary>
    private static void Rotate(Qwen3Config config, Qwen3Layer layer, Qwen3Workspace work, int start, int length)
    {
        var (head, half, epsilon) = (config.HeadSize, config.HeadSize / 2, (float)config.RmsNormEpsilon);
        fixed (float* queryScale = layer.QueryScale, keyScale = layer.KeyScale)
        {
            for (var t = 0; t < length; t++)
            {
                var x = work.Qkv + (nint)(start + t) * layer.Qkv.Columns;
                for (var h = 0; h < config.Heads + config.KeyValueHeads; h++, x += head)
                {
                    RowKernels.RmsNorm(x, x, head, h < config.Heads ? queryScale : keyScale, epsilon);
                    RowKernels.Rotate(x, work.Cosines + (nint)t * half, work.Sines + (nint)t * half, half);
                }
            }
        }
    }

    /// <summary>All heads of one sequence: softmax(Q Kᵀ / sqrt(d)) V, where a token sees itself and what stands before it; query heads share keys and values in groups.</summary>
    private static void Attend(Qwen3Config config, Qwen3Workspace work, int start, int length)
    {
        var (head, group) = (config.HeadSize, config.Heads / config.KeyValueHeads);
        var (stride, contextStride, padded) = ((nint)(config.Heads + 2 * config.KeyValueHeads) * head, (nint)config.Heads * head, (length + 15) & ~15);
        var scale = 1 / MathF.Sqrt(head);
        var inverses = stackalloc float[ProductEngine.RowBlock];
        for (var pair = 0; pair < config.KeyValueHeads; pair++)
        {
            var keys = work.Qkv + start * stride + (config.Heads + pair) * head;                  // (n, d)
            AttentionPanels.PackKeys(keys, stride, length, head, work.Keys);
            for (var row = 0; row < length; row += ProductEngine.RowBlock)
            {
                // The last row of the block sees the most; panels of values are as long as that.
                var rows = Math.Min(ProductEngine.RowBlock, length - row);
                var visible = row + rows;
                AttentionPanels.PackValues(keys + config.KeyValueHeads * head, stride, visible, head, work.Values);
                for (var h = pair * group; h < (pair + 1) * group; h++)
                {
                    var queries = work.Qkv + (start + row) * stride + h * head;
                    ProductEngine.Run(Simd.Chosen, queries, stride, rows, work.Keys, head, visible, work.Scores, padded, default(NoEpilogue));
                    RowKernels.ExpOfScaled(work.Scores, padded, rows, row + 1, 1, scale, inverses);
                    for (var i = 0; i < rows; i++) new Span<float>(work.Scores + (nint)i * padded + row + i + 1, rows - i - 1).Clear();
                    var context = work.Context + (start + row) * contextStride + h * head;        // (n, d), rows q d apart
                    ProductEngine.Run(Simd.Chosen, work.Scores, padded, rows, work.Values, visible, head, context, contextStride, new RowScaleEpilogue(inverses));
                }
            }
        }
    }

    /// <summary>Attention's output layer and the feed-forward block <c>down(silu(gate(x)) up(x))</c> (SwiGLU; Shazeer, 2020), each added to what went in.</summary>
    private static void FeedForward(Qwen3Config config, Qwen3Layer layer, Qwen3Workspace work, int row, int rows)
    {
        var (hidden, inner) = (config.HiddenSize, config.IntermediateSize);
        var x = work.X + (nint)row * hidden;
        var all = rows * hidden;
        layer.Output.Multiply(work.Context + (nint)row * layer.Output.Inner, rows, work.Sums, new ResidualEpilogue(x, hidden));
        new ReadOnlySpan<float>(work.Sums, all).CopyTo(new Span<float>(x, all));
        Normalize(x, work.Normed, rows, hidden, layer.InnerScale, (float)config.RmsNormEpsilon);
        layer.GateAndUp.Multiply(work.Normed, rows, work.Wide, default(NoEpilogue));
        // The product of a row ends before the next row begins, so it may be written over rows that are done.
        for (var i = 0; i < rows; i++) Gate(work.Wide + 2L * i * inner, work.Wide + (nint)i * inner, inner);
        layer.Down.Multiply(work.Wide, rows, work.Sums, new ResidualEpilogue(x, hidden));
        new ReadOnlySpan<float>(work.Sums, all).CopyTo(new Span<float>(x, all));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gate(float* gateAndUp, float* target, int n)
    {
        var j = 0;
        for (; j <= n - 8; j += 8) (VectorMath.Activate(BertActivation.Silu, Vector256.Load(gateAndUp + j)) * Vector256.Load(gateAndUp + n + j)).Store(target + j);
        for (; j < n; j++) target[j] = VectorMath.Activate(BertActivation.Silu, Vector256.Create(gateAndUp[j]))[0] * gateAndUp[n + j];
    }

    private static void Normalize(float* source, float* target, int rows, int width, float[] scales, float epsilon)
    {
        fixed (float* scale = scales)
        {
            for (var i = 0; i < rows; i++) RowKernels.RmsNorm(source + (nint)i * width, target + (nint)i * width, width, scale, epsilon);
        }
    }
}
