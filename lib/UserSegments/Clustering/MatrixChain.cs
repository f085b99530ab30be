using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Nearest-neighbour chain over a stored n x n matrix of distances: average, complete and weighted linkage.</summary>
/// <remarks>
/// Rows are kept whole, so that a search and an update run along memory; a column that has merged away is masked by an infinite penalty,
/// and the matrix is packed together each time half of its groups are gone.
/// </remarks>
internal sealed class MatrixChain
{
    private readonly Linkage linkage;
    private readonly List<(int, int, double)> merges;
    private float[] distances;       // (width, width)
    private float[] penalty;         // 0 for a living group, else infinite
    private float[] scratch;
    private int[] row, size;         // any row of the group; its number of rows
    private int width, living;

    private MatrixChain(Matrix points, Linkage linkage)
    {
        this.linkage = linkage;
        width = living = points.Rows;
        merges = new List<(int, int, double)>(width);
        distances = PairDistances.Square(points);
        (penalty, scratch, row, size) = (new float[width], new float[width], new int[width], new int[width]);
        for (var i = 0; i < width; i++) (row[i], size[i]) = (i, 1);
    }

    /// <summary>The merges, in the order the chain finds them; each side named by one of its rows.</summary>
    public static (int A, int B, double Height)[] Merges(Matrix points, Linkage linkage) => new MatrixChain(points, linkage).Run();

    private (int, int, double)[] Run()
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
                while (penalty[from] > 0) from++;
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

    private float At(int i, int j) => distances[((nint)i * width) + j];

    private Span<float> Row(int i) => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref distances[(nint)i * width], width);

    private int Nearest(int i, out float distance)
    {
        TensorPrimitives.Add(Row(i), penalty, scratch);
        var nearest = TensorPrimitives.IndexOfMin<float>(scratch);
        distance = scratch[nearest];
        return nearest;
    }

    /// <summary>Group a becomes the union of a and b (Lance and Williams, 1967).</summary>
    private void Merge(int a, int b)
    {
        var first = Row(a);
        var second = Row(b);
        merges.Add((row[a], row[b], first[b]));
        switch (linkage)
        {
            case Linkage.Average:
                var total = size[a] + size[b];
                TensorPrimitives.Multiply(first, (float)((double)size[a] / total), first);
                TensorPrimitives.MultiplyAdd(second, (float)((double)size[b] / total), first, first);
                break;
            case Linkage.Complete:
                TensorPrimitives.Max(first, second, first);
                break;
            default:
                TensorPrimitives.Add(first, second, first);
                TensorPrimitives.Multiply(first, 0.5f, first);
                break;
        }
        size[a] += size[b];
        penalty[b] = float.PositiveInfinity;
        first[a] = float.PositiveInfinity;
        living--;
        for (var j = 0; j < width; j++)
        {
            if (penalty[j] == 0) distances[((nint)j * width) + a] = first[j];
        }
    }

    /// <summary>Drops the rows and columns of groups that are gone, in place.</summary>
    private void Pack()
    {
        var kept = new int[living];
        var at = 0;
        for (var j = 0; j < width; j++)
        {
            if (penalty[j] == 0) kept[at++] = j;
        }
        for (var i = 0; i < living; i++)
        {
            for (var j = 0; j < living; j++) distances[((nint)i * living) + j] = distances[((nint)kept[i] * width) + kept[j]];
            (row[i], size[i]) = (row[kept[i]], size[kept[i]]);
        }
        width = living;
        (penalty, scratch) = (new float[width], new float[width]);
        (row, size) = (row[..width], size[..width]);
    }
}
