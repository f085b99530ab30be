using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>A low-rank change of a linear layer, <c>y += (α / r) x Aᵀ Bᵀ</c> on a range of its outputs (Hu et al., 2021).</summary>
/// <remarks>The product of the base weight with the gradient is never formed: a step costs O(rows r (inputs + outputs)) beyond the frozen layer.</remarks>
internal sealed unsafe class LoraAdapter
{
    private readonly PinnedBuffer hidden = new(), hiddenGradient = new(), update = new();
    private readonly int rank, inputs, offset, outputs;
    private readonly float scale;

    public LoraAdapter(string target, int inputs, int offset, int outputs, int rank, double alpha, Rng random)
    {
        (this.rank, this.inputs, this.offset, this.outputs, scale) = (rank, inputs, offset, outputs, (float)(alpha / rank));
        Target = target;
        // B is 0, so that training begins at the frozen model; A as in the reference implementation is uniform of variance 1 / (3 inputs).
        A = new Parameter($"{target}.lora_A.weight", rank, inputs, decays: true);
        B = new Parameter($"{target}.lora_B.weight", outputs, rank, decays: true);
        var bound = 1 / Math.Sqrt(inputs);
        foreach (ref var value in A.Value.Values.AsSpan()) value = (float)(bound * (2 * random.NextDouble() - 1));
        A.Touch();
    }

    /// <summary>Name of the layer in the checkpoint that it changes.</summary>
    public string Target { get; }

    /// <summary>First output of the layer that it changes.</summary>
    public int Offset => offset;

    /// <summary>α / r.</summary>
    public float Scale => scale;

    /// <summary>(rank, inputs).</summary>
    public Parameter A { get; }

    /// <summary>(outputs, rank).</summary>
    public Parameter B { get; }

    public void Forward(float* x, int xStride, int rows, float* y, int yStride)
    {
        var h = hidden.Reserve((long)rows * rank);                                // x Aᵀ α / r, (rows, rank)
        Multiply(x, xStride, rows, PackedMatrix.PackTransposed(A.Value), h, rank);
        for (var i = 0L; i < (long)rows * rank; i++) h[i] *= scale;
        var delta = update.Reserve((long)rows * outputs);
        Multiply(h, rank, rows, PackedMatrix.PackTransposed(B.Value), delta, outputs);
        Add(delta, rows, outputs, y + offset, yStride);
    }

    /// <summary>Gradient of <c>x Aᵀ</c>.</summary>
    public void HiddenGradient(float* dy, int dyStride, int rows)
    {
        var dh = hiddenGradient.Reserve((long)rows * rank);
        Multiply(dy + offset, dyStride, rows, PackedMatrix.Pack(B.Value), dh, rank);
        for (var i = 0L; i < (long)rows * rank; i++) dh[i] *= scale;
    }

    /// <summary>Adds the gradients of A and B; after <see cref="HiddenGradient"/>.</summary>
    public void WeightGradient(float* x, int xStride, float* dy, int dyStride, int rows, PinnedBuffer panels)
    {
        TransposedProduct.RunParallel(dy + offset, dyStride, rows, outputs, hidden.Data, rank, rank, B.GradientData, true, panels);
        TransposedProduct.RunParallel(hiddenGradient.Data, rank, rows, rank, x, xStride, inputs, A.GradientData, true, panels);
    }

    /// <summary>dx += dh A; after <see cref="HiddenGradient"/>.</summary>
    public void AddInputGradient(int rows, float* dx, int stride)
    {
        var delta = update.Reserve((long)rows * inputs);
        Multiply(hiddenGradient.Data, rank, rows, PackedMatrix.Pack(A.Value), delta, inputs);
        Add(delta, rows, inputs, dx, stride);
    }

    /// <summary>Adds <c>(α / r) B A</c> to the rows of the base weight that it changes.</summary>
    public void MergeInto(Matrix weight)
    {
        var delta = MatrixProduct.Multiply(B.Value, A.Value);                     // (outputs, inputs)
        for (var i = 0; i < outputs; i++)
        {
            var row = weight.Row(offset + i);
            var add = delta.Row(i);
            for (var j = 0; j < row.Length; j++) row[j] += scale * add[j];
        }
    }

    private static void Multiply(float* a, int aStride, int rows, PackedMatrix b, float* c, int cStride)
    {
        ProductEngine.RunParallel(Simd.Chosen, a, aStride, rows, b, c, cStride, default(NoEpilogue));
        GC.KeepAlive(b);
    }

    private static void Add(float* delta, int rows, int columns, float* y, int stride) => Blocks.For(rows, 64, (_, first, last) =>
    {
        for (var i = first; i < last; i++)
        {
            for (var j = 0; j < columns; j += VectorMath.Lanes)
            {
                var at = y + (nint)i * stride + j;
                VectorMath.Store(VectorMath.Load(at, columns - j) + VectorMath.Load(delta + (nint)i * columns + j, columns - j), at, columns - j);
            }
        }
    });
}
