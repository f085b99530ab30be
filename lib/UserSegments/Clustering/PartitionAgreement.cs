using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How far two partitions of the same rows agree; names of groups do not matter.</summary>
/// <remarks>Every label, -1 (noise) too, counts as a group of its own: leave noise out of both before the call if it should not. O(n + groups) time.</remarks>
public static class PartitionAgreement
{
    /// <summary>Adjusted Rand index (Hubert and Arabie, 1985): 1 for equal partitions, 0 on average for random ones.</summary>
    /// <param name="a">(n) labels.</param>
    /// <param name="b">(n) labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AdjustedRand(int[] a, int[] b)
    {
        var table = Contingency.Of(a, b);
        var (both, inA, inB) = (table.PairsInBoth, table.PairsInA, table.PairsInB);
        var all = Contingency.Pairs(table.Total);
        if (all == 0 || (inA == all && inB == all) || (inA == 0 && inB == 0)) return 1;
        var expected = inA / all * inB;
        return (both - expected) / (((inA + inB) / 2) - expected);
    }

    /// <summary>Mutual information over the arithmetic mean of both entropies: 0 to 1. Not corrected for chance: it grows with the number of groups.</summary>
    /// <param name="a">(n) labels.</param>
    /// <param name="b">(n) labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double NormalizedMutualInformation(int[] a, int[] b)
    {
        var table = Contingency.Of(a, b);
        var mean = (table.EntropyA + table.EntropyB) / 2;
        return mean == 0 ? 1 : table.MutualInformation / mean;
    }

    /// <summary>Mutual information corrected for chance (Vinh, Epps and Bailey, 2010), over the arithmetic mean of entropies: 1 for equal partitions, 0 on average for random ones.</summary>
    /// <param name="a">(n) labels.</param>
    /// <param name="b">(n) labels.</param>
    /// <remarks>The expected information takes O(n (groups of a + groups of b)) time.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AdjustedMutualInformation(int[] a, int[] b)
    {
        var table = Contingency.Of(a, b);
        if ((table.GroupsA == 1 && table.GroupsB == 1) || (table.GroupsA == table.Total && table.GroupsB == table.Total)) return 1;
        var expected = table.ExpectedMutualInformation();
        var gap = ((table.EntropyA + table.EntropyB) / 2) - expected;
        gap = gap < 0 ? Math.Min(gap, -double.Epsilon) : Math.Max(gap, 2.220446049250313e-16);
        return (table.MutualInformation - expected) / gap;
    }

    /// <summary>Homogeneity, completeness and their harmonic mean, the V-measure (Rosenberg and Hirschberg, 2007).</summary>
    /// <param name="truth">(n) true labels.</param>
    /// <param name="labels">(n) labels to judge.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static (double Homogeneity, double Completeness, double VMeasure) VMeasure(int[] truth, int[] labels)
    {
        var table = Contingency.Of(truth, labels);
        var homogeneity = table.EntropyA == 0 ? 1 : table.MutualInformation / table.EntropyA;
        var completeness = table.EntropyB == 0 ? 1 : table.MutualInformation / table.EntropyB;
        var sum = homogeneity + completeness;
        return (homogeneity, completeness, sum == 0 ? 0 : 2 * homogeneity * completeness / sum);
    }

    /// <summary>Fowlkes and Mallows' index (1983): the geometric mean of pairwise precision and recall, 0 to 1.</summary>
    /// <param name="a">(n) labels.</param>
    /// <param name="b">(n) labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double FowlkesMallows(int[] a, int[] b)
    {
        var table = Contingency.Of(a, b);
        return table.PairsInBoth == 0 ? 0 : Math.Sqrt(table.PairsInBoth / table.PairsInA) * Math.Sqrt(table.PairsInBoth / table.PairsInB);
    }

    /// <summary>Jaccard similarity of every group of <paramref name="a"/> with the group of <paramref name="b"/> that matches it best, shape (groups of a).</summary>
    /// <param name="a">(n) labels 0 or more; -1 belongs to no group.</param>
    /// <param name="b">(n) labels; -1 belongs to no group.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] BestJaccard(int[] a, int[] b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Check.SameLength(b.Length, a.Length, nameof(b), nameof(a));
        var groups = a.Length == 0 ? 0 : a.Max() + 1;
        var (sizeA, sizeB, shared) = (new int[groups], new Dictionary<int, int>(), new Dictionary<(int, int), int>());
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] >= 0) sizeA[a[i]]++;
            if (b[i] >= 0) sizeB[b[i]] = sizeB.GetValueOrDefault(b[i]) + 1;
            if (a[i] >= 0 && b[i] >= 0) shared[(a[i], b[i])] = shared.GetValueOrDefault((a[i], b[i])) + 1;
        }
        var best = new double[groups];
        foreach (var ((groupA, groupB), count) in shared)
            best[groupA] = Math.Max(best[groupA], (double)count / (sizeA[groupA] + sizeB[groupB] - count));
        return best;
    }
}
