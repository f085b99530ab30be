using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Adds a bias to every row of a product.</summary>
internal readonly unsafe struct AddBias(float* bias) : IProductEpilogue
{
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        var from = bias + firstColumn;
        for (var j = 0; j < columns; j += VectorMath.Lanes)
        {
            var b = VectorMath.Load(from + j, columns - j);
            for (var i = 0; i < rows; i++)
            {
                var at = c + i * stride + j;
                VectorMath.Store(VectorMath.Load(at, columns - j) + b, at, columns - j);
            }
        }
    }
}

/// <summary>Adds another matrix to a product.</summary>
internal readonly unsafe struct AddMatrix(float* other, nint otherStride) : IProductEpilogue
{
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            var at = c + i * stride;
            var from = other + (firstRow + i) * otherStride + firstColumn;
            for (var j = 0; j < columns; j += VectorMath.Lanes)
                VectorMath.Store(VectorMath.Load(at + j, columns - j) + VectorMath.Load(from + j, columns - j), at + j, columns - j);
        }
    }
}
