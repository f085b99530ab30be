using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Ward linkage by a nearest-neighbour chain over the groups' means, in O(n d) memory.</summary>
/// <remarks>
/// Ward's cost never falls when groups merge, so a neighbour once found stays nearest while it lives, and its cost stays a lower bound after.
/// First neighbours of all rows come from blocked products; a search runs over the living groups side by side.
/// Searches are in single precision over centred means, heights in double precision from sums.
/// </remarks>
internal sealed class WardChain
{
    private const int BlockGroups = 2048;
    private readonly int columns;
    private readonly double[][] sums;
    private readonly Matrix means;              // (living, d): group of slot s in row s
    private readonly int[] name, row, size;     // of each slot: group name (a row number), any row, number of rows
    private readonly float[] factor;            // of each slot: its size, for the vector loop
    private readonly int[] slotOf;              // of each name, -1 when gone
    private readonly int[] neighbour;           // of each name: the nearest when last searched, by name
    private readonly int[] version, seen;       // of each name: how often it grew; the neighbour's version when found
    private readonly float[] costs;
    private int living;

    private WardChain(Matrix points)
    {
        means = points.Copy();
        (living, columns) = (points.Rows, points.Columns);
        sums = new double[living][];
        (name, row, size, slotOf) = (new int[living], new int[living], new int[living], new int[living]);
        (neighbour, version, seen) = (new int[living], new int[living], new int[living]);
        (factor, costs) = (new float[living], new float[living]);
        for (var i = 0; i < living; i++)
        {
            sums[i] = Array.ConvertAll(points.Row(i).ToArray(), value => (double)value);
            (name[i], row[i], size[i], slotOf[i], factor[i], neighbour[i]) = (i, i, 1, i, 1, -1);
        }
        FirstNeighbours(points);
    }

    public static (int A, int B, double Height)[] Merges(Matrix points) => new WardChain(points).Run();

    private (int, int, double)[] Run()
    {
        var merges = new List<(int, int, double)>(living);
        var chain = new int[living];            // names
        var (length, from) = (0, 0);
        while (living > 1)
        {
            if (length == 0)
            {
                while (slotOf[from] < 0) from++;
                chain[length++] = from;
            }
            while (true)
            {
                var tip = chain[length - 1];
                var before = length > 1 ? chain[length - 2] : -1;
                var nearest = Known(tip) ? neighbour[tip] : Search(tip, before);
                if (before >= 0 && (nearest == before || Cost(slotOf[tip], slotOf[before]) <= Cost(slotOf[tip], slotOf[nearest])))
                {
                    merges.Add((row[slotOf[before]], row[slotOf[tip]], Height(slotOf[before], slotOf[tip])));
                    Merge(before, tip);
                    length -= 2;
                    break;
                }
                chain[length++] = nearest;
            }
        }
        return [.. merges];
    }

    private bool Known(int group)
    {
        var near = neighbour[group];
        return near >= 0 && slotOf[near] >= 0 && version[near] == seen[group];
    }

    // A tie goes to the group that the chain came from, else the chain might not end.
    private int Search(int group, int before)
    {
        var slot = slotOf[group];
        var blocks = Blocks.Count(living, BlockGroups);
        if (blocks == 1 || (long)living * columns < 1 << 20) Fill(slot, 0, living);
        else Blocks.For(living, BlockGroups, (_, start, end) => Fill(slot, start, end));
        costs[slot] = float.PositiveInfinity;
        var best = TensorPrimitives.IndexOfMin<float>(costs.AsSpan(0, living));
        if (before >= 0 && costs[slotOf[before]] <= costs[best]) best = slotOf[before];
        neighbour[group] = name[best];
        seen[group] = version[name[best]];
        return name[best];
    }

    private void Fill(int slot, int start, int end)
    {
        var own = means.Row(slot);
        for (var s = start; s < end; s++) costs[s] = Euclid.Squared(own, means.Row(s));
        var part = costs.AsSpan(start, end - start);
        var sizes = factor.AsSpan(start, end - start);
        var mine = factor[slot];
        for (var s = 0; s < part.Length; s++) part[s] *= mine * sizes[s] / (mine + sizes[s]);
    }

    private float Cost(int a, int b) => Euclid.Squared(means.Row(a), means.Row(b)) * (factor[a] * factor[b] / (factor[a] + factor[b]));

    private double Height(int a, int b)
    {
        var (first, second, squared) = (sums[name[a]], sums[name[b]], 0.0);
        for (var t = 0; t < columns; t++)
        {
            var apart = (first[t] / size[a]) - (second[t] / size[b]);
            squared += apart * apart;
        }
        return Math.Sqrt(2.0 * size[a] * size[b] / (size[a] + size[b]) * squared);
    }

    /// <summary>The group named <paramref name="b"/> takes in the one named <paramref name="a"/>.</summary>
    private void Merge(int a, int b)
    {
        var (gone, kept) = (slotOf[a], slotOf[b]);
        TensorPrimitives.Add(sums[b], sums[a], sums[b]);
        sums[a] = [];
        size[kept] += size[gone];
        factor[kept] = size[kept];
        GroupMeans.Write(sums[b], size[kept], means.Row(kept));
        version[b]++;
        neighbour[b] = -1;
        slotOf[a] = -1;
        living--;
        if (gone == living) return;
        means.Row(living).CopyTo(means.Row(gone));
        (name[gone], row[gone], size[gone], factor[gone]) = (name[living], row[living], size[living], factor[living]);
        slotOf[name[gone]] = gone;
    }

    /// <summary>The nearest row of every row, from blocked products.</summary>
    private void FirstNeighbours(Matrix points)
    {
        if (living < 3) return;
        var near = NearestNeighbours.Among(points, 1);
        for (var i = 0; i < living; i++) neighbour[i] = near.Of(i)[0];
    }
}
