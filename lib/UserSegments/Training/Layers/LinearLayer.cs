using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>A linear layer, <c>y = x Wᵀ + b</c>, with low-rank adapters beside it where LoRA is trained.</summary>
internal sealed unsafe class LinearLayer
{
    private readonly PinnedBuffer panels = new();
    private PackedMatrix? forward, backward;
    private int forwardVersion = -1, backwardVersion = -1;

    public LinearLayer(string name, int inputs, int outputs)
        : this(new Parameter($"{name}.weight", outputs, inputs, decays: true), new Parameter($"{name}.bias", 1, outputs, decays: false))
    {
    }

    /// <summary>A layer of given parameters: a decoder that shares the word vectors.</summary>
    public LinearLayer(Parameter weight, Parameter bias) => (Weight, Bias, Inputs, Outputs) = (weight, bias, weight.Value.Columns, weight.Value.Rows);

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>W, shape (outputs, inputs).</summary>
    public Parameter Weight { get; }

    /// <summary>b, shape (outputs).</summary>
    public Parameter Bias { get; }

    public List<LoraAdapter> Adapters { get; } = [];

    /// <summary>Whether anything in this layer learns.</summary>
    public bool Learns => Weight.Trained || Bias.Trained || Adapters.Count > 0;

    /// <summary>y (rows, outputs) from x (rows, inputs).</summary>
    public void Forward(float* x, int rows, float* y)
    {
        if (forwardVersion != Weight.Version)
        {
            if (forward is null) forward = PackedMatrix.PackTransposed(Weight.Value);
            else forward.Fill(Weight.Value.Values, transposed: true);
            forwardVersion = Weight.Version;
        }
        ProductEngine.RunParallel(Simd.Chosen, x, Inputs, rows, forward!, y, Outputs, new AddBias(Bias.Data));
        GC.KeepAlive(forward);
        foreach (var adapter in Adapters) adapter.Forward(x, Inputs, rows, y, Outputs);
    }

    /// <summary>First half of the backward pass: writes dx = dy W (+ residual) unless dx is null.</summary>
    /// <param name="dy">(rows, outputs).</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="dx">(rows, inputs), or null; not dy.</param>
    /// <param name="residual">(rows, inputs) added to dx, or null; not dx.</param>
    public void InputGradient(float* dy, int rows, float* dx, float* residual)
    {
        foreach (var adapter in Adapters) adapter.HiddenGradient(dy, Outputs, rows);
        if (dx is null) return;
        if (backwardVersion != Weight.Version)
        {
            if (backward is null) backward = PackedMatrix.Pack(Weight.Value);
            else backward.Fill(Weight.Value.Values, transposed: false);
            backwardVersion = Weight.Version;
        }
        if (residual is null) ProductEngine.RunParallel(Simd.Chosen, dy, Outputs, rows, backward!, dx, Inputs, default(NoEpilogue));
        else ProductEngine.RunParallel(Simd.Chosen, dy, Outputs, rows, backward!, dx, Inputs, new AddMatrix(residual, Inputs));
        GC.KeepAlive(backward);
        foreach (var adapter in Adapters) adapter.AddInputGradient(rows, dx, Inputs);
    }

    /// <summary>Second half of the backward pass: adds the gradients of what is trained.</summary>
    /// <param name="x">(rows, inputs), as in the forward pass.</param>
    /// <param name="dy">(rows, outputs).</param>
    /// <param name="rows">Number of rows.</param>
    public void WeightGradient(float* x, float* dy, int rows)
    {
        if (Weight.Trained) TransposedProduct.RunParallel(dy, Outputs, rows, Outputs, x, Inputs, Inputs, Weight.GradientData, true, panels);
        if (Bias.Trained) AddColumnSums(dy, rows, Outputs, Bias.GradientData);
        foreach (var adapter in Adapters) adapter.WeightGradient(x, Inputs, dy, Outputs, rows, panels);
    }

    /// <summary>Adds the sum of every column, rows in ascending order.</summary>
    internal static void AddColumnSums(float* values, int rows, int columns, float* sums) =>
        Blocks.For(columns, 64, (_, first, last) =>
        {
            for (var j = first; j < last; j += VectorMath.Lanes)
            {
                var sum = Vector512<float>.Zero;
                for (var i = 0; i < rows; i++) sum += VectorMath.Load(values + (nint)i * columns + j, last - j);
                VectorMath.Store(VectorMath.Load(sums + j, last - j) + sum, sums + j, last - j);
            }
        });
}
