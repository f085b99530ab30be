using System.Buffers;
using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>The nearest of k centres for every row: the distance product with the arg-min fused behind it, block by block.</summary>
internal static class NearestCentre
{
    internal const int BlockRows = 192;

    /// <summary>Label of the nearest centre for each row; the lowest number wins a tie.</summary>
    public static int[] Of(Matrix points, Matrix centres)
    {
        var labels = new int[points.Rows];
        var target = new CentreSet(centres, Euclid.MeansOrZero(points));
        Blocks.For(points.Rows, BlockRows, (_, start, end) =>
        {
            var products = ArrayPool<float>.Shared.Rent((end - start) * target.Stride);
            target.Scores(points.RowBlock(start, end - start), end - start, products);
            for (var i = start; i < end; i++)
                labels[i] = TensorPrimitives.IndexOfMin<float>(products.AsSpan((i - start) * target.Stride, centres.Rows));
            ArrayPool<float>.Shared.Return(products);
        });
        return labels;
    }
}
