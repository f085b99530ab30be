using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Layer normalization, <c>y = γ (x - mean) / sqrt(variance + ε) + β</c> per row (Ba et al., 2016).</summary>
internal sealed unsafe class LayerNormLayer(string name, int width, float epsilon)
{
    private const int BlockRows = 32;
    private readonly PinnedBuffer partial = new();

    public Parameter Gamma { get; } = new Parameter($"{name}.weight", 1, width, decays: false).Fill(1);

    public Parameter Beta { get; } = new($"{name}.bias", 1, width, decays: false);

    /// <summary>Forward; x is replaced by the normalized value, which the backward pass needs.</summary>
    /// <param name="x">(rows, width); becomes (x - mean) * rstd.</param>
    /// <param name="rstd">(rows) reciprocal standard deviations.</param>
    /// <param name="y">(rows, width).</param>
    /// <param name="rows">Number of rows.</param>
    public void Forward(float* x, float* rstd, float* y, int rows)
    {
        var gamma = Gamma.Data;
        var beta = Beta.Data;
        Blocks.For(rows, BlockRows, (_, first, last) =>
        {
            for (var row = first; row < last; row++)
            {
                var from = x + (nint)row * width;
                var to = y + (nint)row * width;
                var sum = Vector512<float>.Zero;
                for (var i = 0; i < width; i += VectorMath.Lanes) sum += VectorMath.Load(from + i, width - i);
                var mean = Vector512.Create(VectorMath.Sum(sum) / width);
                var squares = Vector512<float>.Zero;
                for (var i = 0; i < width; i += VectorMath.Lanes)
                {
                    var centred = VectorMath.Load(from + i, width - i) - mean;
                    if (width - i < VectorMath.Lanes) centred = VectorMath.Load((float*)&centred, width - i);
                    squares = Vector512.FusedMultiplyAdd(centred, centred, squares);
                }
                rstd[row] = 1 / MathF.Sqrt(VectorMath.Sum(squares) / width + epsilon);
                var scale = Vector512.Create(rstd[row]);
                for (var i = 0; i < width; i += VectorMath.Lanes)
                {
                    var normal = (VectorMath.Load(from + i, width - i) - mean) * scale;
                    VectorMath.Store(normal, from + i, width - i);
                    VectorMath.Store(Vector512.FusedMultiplyAdd(normal, VectorMath.Load(gamma + i, width - i), VectorMath.Load(beta + i, width - i)), to + i, width - i);
                }
            }
        });
    }

    /// <summary>Backward: dx in place of dy; gradients of γ and β are added where they are trained.</summary>
    /// <param name="normal">(rows, width), as the forward pass left it.</param>
    /// <param name="rstd">(rows), as the forward pass left them.</param>
    /// <param name="dy">(rows, width); becomes dx.</param>
    /// <param name="rows">Number of rows.</param>
    public void Backward(float* normal, float* rstd, float* dy, int rows)
    {
        var blocks = Blocks.Count(rows, BlockRows);
        var sums = partial.Reserve(2L * blocks * width);
        var gamma = Gamma.Data;
        Blocks.For(rows, BlockRows, (block, first, last) =>
        {
            var dGamma = sums + 2L * block * width;
            var dBeta = sums + (2L * block + 1) * width;
            new Span<float>(dGamma, 2 * width).Clear();
            for (var row = first; row < last; row++)
            {
                var n = normal + (nint)row * width;
                var d = dy + (nint)row * width;
                Vector512<float> mean = default, product = default;
                for (var i = 0; i < width; i += VectorMath.Lanes)
                {
                    var (ni, di) = (VectorMath.Load(n + i, width - i), VectorMath.Load(d + i, width - i));
                    VectorMath.Store(Vector512.FusedMultiplyAdd(di, ni, VectorMath.Load(dGamma + i, width - i)), dGamma + i, width - i);
                    VectorMath.Store(di + VectorMath.Load(dBeta + i, width - i), dBeta + i, width - i);
                    var g = di * VectorMath.Load(gamma + i, width - i);
                    mean += g;
                    product = Vector512.FusedMultiplyAdd(g, ni, product);
                }
                var (m, p) = (Vector512.Create(VectorMath.Sum(mean) / width), Vector512.Create(VectorMath.Sum(product) / width));
                var scale = Vector512.Create(rstd[row]);
                for (var i = 0; i < width; i += VectorMath.Lanes)
                {
                    var g = VectorMath.Load(d + i, width - i) * VectorMath.Load(gamma + i, width - i);
                    VectorMath.Store((g - m - VectorMath.Load(n + i, width - i) * p) * scale, d + i, width - i);
                }
            }
        });
        if (!Gamma.Trained && !Beta.Trained) return;
        var (gammas, betas) = (Gamma.Gradient.Values, Beta.Gradient.Values);
        for (var block = 0; block < blocks; block++)
        {
            var dGamma = sums + 2L * block * width;
            var dBeta = sums + (2L * block + 1) * width;
            for (var i = 0; i < width; i++)
            {
                gammas[i] += dGamma[i];
                betas[i] += dBeta[i];
            }
        }
    }
}
