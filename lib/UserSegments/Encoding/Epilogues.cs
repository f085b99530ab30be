using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Adds a bias.</summary>
internal readonly unsafe struct BiasEpilogue(float* bias) : IProductEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        for (var i = 0; i < rows; i++, c += stride)
        {
            var j = 0;
            for (; j <= columns - 8; j += 8) (Vector256.Load(c + j) + Vector256.Load(bias + firstColumn + j)).Store(c + j);
            for (; j < columns; j++) c[j] += bias[firstColumn + j];
        }
    }
}

/// <summary>Adds a bias, then applies the activation.</summary>
internal readonly unsafe struct BiasActivationEpilogue(float* bias, BertActivation activation) : IProductEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        for (var i = 0; i < rows; i++, c += stride)
        {
            var j = 0;
            for (; j <= columns - 8; j += 8)
                VectorMath.Activate(activation, Vector256.Load(c + j) + Vector256.Load(bias + firstColumn + j)).Store(c + j);
            for (; j < columns; j++) c[j] = VectorMath.Activate(activation, Vector256.Create(c[j] + bias[firstColumn + j]))[0];
        }
    }
}

/// <summary>Adds a bias and what went into the block.</summary>
internal readonly unsafe struct BiasResidualEpilogue(float* bias, float* residual, nint residualStride) : IProductEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        var r = residual + firstRow * residualStride + firstColumn;
        for (var i = 0; i < rows; i++, c += stride, r += residualStride)
        {
            var j = 0;
            for (; j <= columns - 8; j += 8) (Vector256.Load(c + j) + Vector256.Load(bias + firstColumn + j) + Vector256.Load(r + j)).Store(c + j);
            for (; j < columns; j++) c[j] = c[j] + bias[firstColumn + j] + r[j];
        }
    }
}

/// <summary>Adds what went into the block.</summary>
internal readonly unsafe struct ResidualEpilogue(float* residual, nint residualStride) : IProductEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        var r = residual + firstRow * residualStride + firstColumn;
        for (var i = 0; i < rows; i++, c += stride, r += residualStride)
        {
            var j = 0;
            for (; j <= columns - 8; j += 8) (Vector256.Load(c + j) + Vector256.Load(r + j)).Store(c + j);
            for (; j < columns; j++) c[j] += r[j];
        }
    }
}

/// <summary>Multiplies every row by a factor of its own.</summary>
internal readonly unsafe struct RowScaleEpilogue(float* factors) : IProductEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        for (var i = 0; i < rows; i++, c += stride)
        {
            var factor = factors[firstRow + i];
            var j = 0;
            for (; j <= columns - 8; j += 8) (Vector256.Load(c + j) * Vector256.Create(factor)).Store(c + j);
            for (; j < columns; j++) c[j] *= factor;
        }
    }
}
