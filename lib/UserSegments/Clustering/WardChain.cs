using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Ward linkage by a nearest-neighbour chain over the groups' means, in O(n d) memory.</summary>
internal sealed class WardChain
{
    private readonly Matrix means;              // searched in single precision
    private readonly double[][] sums;           // heights come from these
    private readonly int[] slots, row, size;    // living groups side by side; any row of each; its number of rows
    private int living;

    private WardChain(Matrix points)
    {
        means = points.Copy();
        living = points.Rows;
        (sums, slots, row, size) = (new double[living][], new int[living], new int[living], new int[living]);
        for (var i = 0; i < living; i++)
        {
            sums[i] = Array.ConvertAll(points.Row(i).ToArray(), value => (double)value);
            (slots[i], row[i], size[i]) = (i, i, 1);
        }
    }

    public static (int A, int B, double Height)[] Merges(Matrix points) => new WardChain(points).Run();

    private (int, int, double)[] Run()
    {
        var merges = new List<(int, int, double)>(living);
        var chain = new int[living];
        var (length, from) = (0, 0);
        while (living > 1)
        {
            if (length == 0)
            {
                while (size[from] == 0) from++;
                chain[length++] = from;
            }
            while (true)
            {
                var tip = chain[length - 1];
                var nearest = Nearest(tip, length > 1 ? chain[length - 2] : -1);
                if (length > 1 && nearest == chain[length - 2])
                {
                    merges.Add((row[nearest], row[tip], Height(nearest, tip)));
                    Merge(nearest, tip);
                    length -= 2;
                    break;
                }
                chain[length++] = nearest;
            }
        }
        return [.. merges];
    }

    // A tie goes to the group that the chain came from, else the chain might not end.
    private int Nearest(int tip, int before)
    {
        var best = before;
        var least = before < 0 ? float.PositiveInfinity : Cost(tip, before);
        for (var s = 0; s < living; s++)
        {
            var other = slots[s];
            if (other == tip || other == before) continue;
            var cost = Cost(tip, other);
            if (cost < least || best < 0) (best, least) = (other, cost);
        }
        return best;
    }

    private float Cost(int a, int b) => (float)((double)size[a] * size[b] / (size[a] + size[b])) * Euclid.Squared(means.Row(a), means.Row(b));

    private double Height(int a, int b)
    {
        var squared = 0.0;
        for (var t = 0; t < sums[a].Length; t++)
        {
            var apart = (sums[a][t] / size[a]) - (sums[b][t] / size[b]);
            squared += apart * apart;
        }
        return Math.Sqrt(2.0 * size[a] * size[b] / (size[a] + size[b]) * squared);
    }

    private void Merge(int a, int b)
    {
        for (var t = 0; t < sums[a].Length; t++) sums[a][t] += sums[b][t];
        size[a] += size[b];
        size[b] = 0;
        GroupMeans.Write(sums[a], size[a], means.Row(a));
        sums[b] = [];
        var at = Array.IndexOf(slots, b, 0, living);
        slots[at] = slots[--living];
    }
}
