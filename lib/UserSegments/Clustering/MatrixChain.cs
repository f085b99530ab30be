using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Nearest-neighbour chain over a stored n x n matrix of distances: average, complete and weighted linkage.</summary>
internal static class MatrixChain
{
    // Up to here the matrix is in double precision, 32 MB: in small sets of round numbers many distances are equal, and rounding would break the ties at random.
    private const int ExactRows = 2048;

    /// <summary>The merges, in the order the chain finds them; each side named by one of its rows.</summary>
    public static (int A, int B, double Height)[] Merges(Matrix points, Linkage linkage) => points.Rows <= ExactRows
        ? new MatrixChain<double>(PairDistances.ExactSquare(points), points.Rows, linkage).Run()
        : new MatrixChain<float>(PairDistances.Square(Euclid.Centred(points, points.ColumnMeans())), points.Rows, linkage).Run();
}

/// <summary>The chain in one precision. Equal distances are broken as SciPy breaks them: the first living row begins, the row before in the chain is preferred, then the first.</summary>
/// <remarks>
/// Rows are kept whole, so that a search and an update run along memory; a column that has merged away is masked by an infinite penalty,
/// and the matrix is packed together each time half of its groups are gone.
/// </remarks>
internal sealed class MatrixChain<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Linkage linkage;
    private readonly List<(int, int, double)> merges;
    private readonly T[] distances;  // (width, width), infinite on the diagonal
    private T[] penalty;             // 0 for a living group, else infinite
    private T[] scratch;
    private int[] row, size;         // any row of the group; its number of rows
    private int width, living;

    public MatrixChain(T[] distances, int rows, Linkage linkage)
    {
        (this.distances, this.linkage, width, living) = (distances, linkage, rows, rows);
        merges = new List<(int, int, double)>(width);
        (penalty, scratch, row, size) = (new T[width], new T[width], new int[width], new int[width]);
        for (var i = 0; i < width; i++) (row[i], size[i]) = (i, 1);
    }

    public (int, int, double)[] Run()
    {
        var chain = new int[width];
        var length = 0;
        var from = 0;
        while (living > 1)
        {
            if (length == 0)
            {
                if (living <= width / 2 && width > 64)
                {
                    Pack();
                    from = 0;
                }
                while (penalty[from] > T.Zero) from++;
                chain[length++] = from;
            }
            while (true)
            {
                var tip = chain[length - 1];
                var nearest = Nearest(tip, out var distance);
                if (length > 1 && At(tip, chain[length - 2]) <= distance)
                {
                    Merge(chain[length - 2], tip);
                    length -= 2;
                    break;
                }
                chain[length++] = nearest;
            }
        }
        return [.. merges];
    }

    private T At(int i, int j) => distances[((nint)i * width) + j];

    private Span<T> Row(int i) => MemoryMarshal.CreateSpan(ref distances[(nint)i * width], width);

    private int Nearest(int i, out T distance)
    {
        TensorPrimitives.Add(Row(i), penalty, scratch);
        var nearest = TensorPrimitives.IndexOfMin<T>(scratch);
        distance = scratch[nearest];
        return nearest;
    }

    /// <summary>The later of two groups becomes their union (Lance and Williams, 1967).</summary>
    private void Merge(int one, int other)
    {
        var (kept, gone) = (Math.Max(one, other), Math.Min(one, other));
        var first = Row(kept);
        var second = Row(gone);
        merges.Add((row[kept], row[gone], double.CreateChecked(first[gone])));
        switch (linkage)
        {
            case Linkage.Average:
                // In the order of SciPy: other roundings would break ties otherwise.
                TensorPrimitives.Multiply(first, T.CreateChecked(size[kept]), first);
                TensorPrimitives.MultiplyAdd(second, T.CreateChecked(size[gone]), first, first);
                TensorPrimitives.Divide(first, T.CreateChecked(size[kept] + size[gone]), first);
                break;
            case Linkage.Complete:
                TensorPrimitives.Max(first, second, first);
                break;
            default:
                TensorPrimitives.Add(first, second, first);
                TensorPrimitives.Multiply(first, T.CreateChecked(0.5), first);
                break;
        }
        size[kept] += size[gone];
        penalty[gone] = T.PositiveInfinity;
        first[kept] = T.PositiveInfinity;
        living--;
        for (var j = 0; j < width; j++)
        {
            if (penalty[j] == T.Zero) distances[((nint)j * width) + kept] = first[j];
        }
    }

    /// <summary>Drops the rows and columns of groups that are gone, in place.</summary>
    private void Pack()
    {
        var kept = new int[living];
        var at = 0;
        for (var j = 0; j < width; j++)
        {
            if (penalty[j] == T.Zero) kept[at++] = j;
        }
        for (var i = 0; i < living; i++)
        {
            for (var j = 0; j < living; j++) distances[((nint)i * living) + j] = distances[((nint)kept[i] * width) + kept[j]];
            (row[i], size[i]) = (row[kept[i]], size[kept[i]]);
        }
        width = living;
        (penalty, scratch) = (new T[width], new T[width]);
        (row, size) = (row[..width], size[..width]);
    }
}
