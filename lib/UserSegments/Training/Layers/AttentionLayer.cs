using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Scaled dot-product attention of many heads within packed sequences, <c>softmax(Q Kᵀ / sqrt(d)) V</c> (Vaswani et al., 2017).</summary>
/// <remarks>
/// Q, K and V lie side by side, (tokens, 3 width). A sequence sees itself only; where attention is causal a token sees none that come after it. The weights are not
/// kept: the backward pass forms them again from Q and K, which costs one small product and saves tokens x length x heads values.
/// </remarks>
internal static unsafe class AttentionLayer
{
    /// <summary>Forward.</summary>
    /// <param name="qkv">(tokens, 3 width).</param>
    /// <param name="starts">(sequences + 1) first tokens.</param>
    /// <param name="heads">Number of heads; divides width.</param>
    /// <param name="width">Width of the model.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    /// <param name="dropout">Of the attention weights.</param>
    /// <param name="y">(tokens, width).</param>
    public static void Forward(float* qkv, int[] starts, int heads, int width, bool causal, Dropout dropout, float* y)
    {
        var head = width / heads;
        Blocks.For((starts.Length - 1) * heads, 1, (task, _, _) =>
        {
            var (start, length) = (starts[task / heads], starts[task / heads + 1] - starts[task / heads]);
            if (length == 0) return;
            var q = qkv + (nint)start * 3 * width + task % heads * head;
            var scratch = AttentionScratch.Current;
            var p = scratch.Weights(length);
            Weigh(q, q + width, length, head, 3 * width, causal, p, scratch);
            if (!dropout.IsOff) dropout.At(task).Apply(p, 0, length * length);
            var v = scratch.Pack(q + 2 * width, 3 * width, length, head);
            ProductEngine.Run(Simd.Chosen, p, length, length, v, length, head, y + (nint)start * width + task % heads * head, width, default(NoEpilogue));
        });
    }

    /// <summary>Backward: writes the gradients of Q, K and V.</summary>
    /// <param name="qkv">(tokens, 3 width).</param>
    /// <param name="starts">(sequences + 1) first tokens.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="width">Width of the model.</param>
    /// <param name="causal">As in the forward pass.</param>
    /// <param name="dropout">As in the forward pass.</param>
    /// <param name="dy">(tokens, width).</param>
    /// <param name="dqkv">(tokens, 3 width).</param>
    public static void Backward(float* qkv, int[] starts, int heads, int width, bool causal, Dropout dropout, float* dy, float* dqkv)
    {
        var head = width / heads;
        Blocks.For((starts.Length - 1) * heads, 1, (task, _, _) =>
        {
            var (start, length) = (starts[task / heads], starts[task / heads + 1] - starts[task / heads]);
            if (length == 0) return;
            var (stride, shift) = (3 * width, task % heads * head);
            var q = qkv + (nint)start * stride + shift;
            var dq = dqkv + (nint)start * stride + shift;
            var d = dy + (nint)start * width + shift;
            var scratch = AttentionScratch.Current;
            var p = scratch.Weights(length);
            var dp = scratch.WeightGradient(length);
            Weigh(q, q + width, length, head, stride, causal, p, scratch);
            // dP = dO Vᵀ; the dropped weights give dV.
            ProductEngine.Run(Simd.Chosen, d, width, length, scratch.PackTransposed(q + 2 * width, stride, length, head), head, length, dp, length, default(NoEpilogue));
            var mine = dropout.IsOff ? dropout : dropout.At(task);
            Softmax(p, dp, length, 1 / MathF.Sqrt(head), mine);
            TransposedProduct.Run(p, length, length, length, scratch.Pack(d, width, length, head), head, dq + 2 * width, stride, false);
            ProductEngine.Run(Simd.Chosen, dp, length, length, scratch.Pack(q + width, stride, length, head), length, head, dq, stride, default(NoEpilogue));
            TransposedProduct.Run(dp, length, length, length, scratch.Pack(q, stride, length, head), head, dq + width, stride, false);
        });
    }

    /// <summary>p = softmax of q kᵀ / sqrt(head).</summary>
    private static void Weigh(float* q, float* k, int length, int head, int stride, bool causal, float* p, AttentionScratch scratch)
    {
        ProductEngine.Run(Simd.Chosen, q, stride, length, scratch.PackTransposed(k, stride, length, head), head, length, p, length, default(NoEpilogue));
        var scale = Vector512.Create(1 / MathF.Sqrt(head));
        var lowest = Vector512.Create(float.NegativeInfinity);
        for (var i = 0; i < length; i++)
        {
            var row = p + (nint)i * length;
            // Exp of minus infinity is 0, forward and backward.
            if (causal) new Span<float>(row + i + 1, length - i - 1).Fill(float.NegativeInfinity);
            var largest = float.NegativeInfinity;
            var most = lowest;
            var j = 0;
            for (; j + VectorMath.Lanes <= length; j += VectorMath.Lanes) most = Vector512.Max(most, Vector512.Load(row + j));
            for (var lane = 0; lane < VectorMath.Lanes; lane++) largest = Math.Max(largest, most.GetElement(lane));
            for (; j < length; j++) largest = Math.Max(largest, row[j]);
            var shift = Vector512.Create(largest);
            var sum = Vector512<float>.Zero;
            for (j = 0; j < length; j += VectorMath.Lanes)
            {
                var e = VectorMath.Exp((VectorMath.Load(row + j, length - j) - shift) * scale);
                if (length - j < VectorMath.Lanes) e = VectorMath.Load((float*)&e, length - j);
                sum += e;
                VectorMath.Store(e, row + j, length - j);
            }
            var share = Vector512.Create(1 / VectorMath.Sum(sum));
            for (j = 0; j < length; j += VectorMath.Lanes) VectorMath.Store(VectorMath.Load(row + j, length - j) * share, row + j, length - j);
        }
    }

    /// <summary>dp becomes the gradient of the unscaled scores; p becomes the dropped weights.</summary>
    private static void Softmax(float* p, float* dp, int length, float scale, Dropout dropout)
    {
        for (var i = 0; i < length; i++)
        {
            var row = p + (nint)i * length;
            var d = dp + (nint)i * length;
            if (!dropout.IsOff) dropout.Apply(d, (long)i * length, length);
            var sum = Vector512<float>.Zero;
            for (var j = 0; j < length; j += VectorMath.Lanes)
                sum = Vector512.FusedMultiplyAdd(VectorMath.Load(row + j, length - j), VectorMath.Load(d + j, length - j), sum);
            var mean = Vector512.Create(VectorMath.Sum(sum));
            for (var j = 0; j < length; j += VectorMath.Lanes)
                VectorMath.Store(VectorMath.Load(row + j, length - j) * (VectorMath.Load(d + j, length - j) - mean) * scale, d + j, length - j);
            if (!dropout.IsOff) dropout.Apply(row, (long)i * length, length);
        }
    }
}
