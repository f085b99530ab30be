using System.Numerics.Tensors;

namespace UserSegments.Reduction;

/// <summary>Orthonormal vectors by Gram and Schmidt, twice is enough (Giraud et al., 2005).</summary>
internal static class Orthonormal
{
    /// <summary>Makes the vectors orthonormal in place; what depends on those before it becomes zeros.</summary>
    public static void Make(double[][] vectors)
    {
        for (var c = 0; c < vectors.Length; c++)
        {
            var vector = vectors[c];
            var before = TensorPrimitives.Norm<double>(vector);
            for (var twice = 0; twice < 2; twice++)
            {
                for (var b = 0; b < c; b++)
                {
                    var along = TensorPrimitives.Dot<double>(vector, vectors[b]);
                    TensorPrimitives.MultiplyAdd(vectors[b], -along, vector, vector);
                }
            }
            var norm = TensorPrimitives.Norm<double>(vector);
            if (norm > 1e-12 * before && norm > 0) TensorPrimitives.Divide(vector, norm, vector);
            else Array.Clear(vector);
        }
    }
}
