using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>A linear head over pooled vectors, <c>y = x Wᵀ + b</c>, on matrices.</summary>
internal sealed class MatrixHead
{
    public MatrixHead(string name, int inputs, int outputs, ulong seed)
    {
        Weight = new Parameter($"{name}.weight", outputs, inputs, decays: true).FillNormal(1 / Math.Sqrt(inputs), new Rng(seed));
        Bias = new Parameter($"{name}.bias", 1, outputs, decays: false);
    }

    /// <summary>W, shape (outputs, inputs).</summary>
    public Parameter Weight { get; }

    /// <summary>b, shape (1, outputs).</summary>
    public Parameter Bias { get; }

    public IReadOnlyList<Parameter> Parameters => [Weight, Bias];

    public Matrix Forward(Matrix x)
    {
        var y = MatrixProduct.MultiplyTransposed(x, Weight.Value);
        for (var i = 0; i < y.Rows; i++)
        {
            var row = y.Row(i);
            for (var j = 0; j < row.Length; j++) row[j] += Bias.Value.Values[j];
        }
        return y;
    }

    /// <summary>Adds weight times the gradients of W and b; returns that of x, not weighted.</summary>
    public Matrix Backward(Matrix x, Matrix dy, double weight)
    {
        var scale = (float)weight;
        var dw = MatrixProduct.Multiply(dy.Transpose(), x);                       // (outputs, inputs)
        for (var i = 0; i < dw.Values.Length; i++) Weight.Gradient.Values[i] += scale * dw.Values[i];
        for (var i = 0; i < dy.Rows; i++)
        {
            for (var j = 0; j < dy.Columns; j++) Bias.Gradient.Values[j] += scale * dy[i, j];
        }
        return MatrixProduct.Multiply(dy, Weight.Value);
    }
}
