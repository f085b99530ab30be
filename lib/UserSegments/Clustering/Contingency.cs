using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How many rows lie in group i of one partition and group j of another.</summary>
internal sealed class Contingency
{
    private readonly int[] sizesA, sizesB;
    private readonly (int A, int B, int Count)[] cells;

    private Contingency(int[] sizesA, int[] sizesB, (int, int, int)[] cells, int total) =>
        (this.sizesA, this.sizesB, this.cells, Total) = (sizesA, sizesB, cells, total);

    public int Total { get; }

    public int GroupsA => sizesA.Length;

    public int GroupsB => sizesB.Length;

    public double PairsInBoth => cells.Sum(cell => Pairs(cell.Count));

    public double PairsInA => sizesA.Sum(Pairs);

    public double PairsInB => sizesB.Sum(Pairs);

    public double EntropyA => Entropy(sizesA);

    public double EntropyB => Entropy(sizesB);

    /// <summary>Mutual information in nats, not below 0.</summary>
    public double MutualInformation
    {
        get
        {
            var sum = 0.0;
            foreach (var (a, b, count) in cells)
                sum += (double)count / Total * (Math.Log((double)count / Total) - Math.Log((double)sizesA[a] / Total) - Math.Log((double)sizesB[b] / Total));
            return Math.Max(0, sum);
        }
    }

    public static Contingency Of(int[] a, int[] b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Check.SameLength(b.Length, a.Length, nameof(b), nameof(a));
        var (namesA, namesB) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        var counts = new Dictionary<(int, int), int>();
        var (sizesA, sizesB) = (new List<int>(), new List<int>());
        for (var i = 0; i < a.Length; i++)
        {
            var cell = (Name(namesA, sizesA, a[i]), Name(namesB, sizesB, b[i]));
            counts[cell] = counts.GetValueOrDefault(cell) + 1;
        }
        return new Contingency([.. sizesA], [.. sizesB], [.. counts.Select(cell => (cell.Key.Item1, cell.Key.Item2, cell.Value))], a.Length);

        static int Name(Dictionary<int, int> names, List<int> sizes, int label)
        {
            if (!names.TryGetValue(label, out var name))
            {
                names[label] = name = sizes.Count;
                sizes.Add(0);
            }
            sizes[name]++;
            return name;
        }
    }

    public static double Pairs(int count) => count * (count - 1.0) / 2;

    /// <summary>The mean mutual information of two random partitions with these group sizes (hypergeometric model).</summary>
    public double ExpectedMutualInformation()
    {
        var n = Total;
        var logFactorial = new double[n + 1];
        for (var i = 2; i <= n; i++) logFactorial[i] = logFactorial[i - 1] + Math.Log(i);
        // Equal sizes give equal terms: sum once for each pair of distinct sizes.
        var distinctA = sizesA.GroupBy(size => size).Select(group => (Size: group.Key, Times: group.Count())).ToArray();
        var distinctB = sizesB.GroupBy(size => size).Select(group => (Size: group.Key, Times: group.Count())).ToArray();
        var sum = 0.0;
        foreach (var (a, timesA) in distinctA)
        {
            foreach (var (b, timesB) in distinctB)
            {
                var fixedPart = logFactorial[a] + logFactorial[b] + logFactorial[n - a] + logFactorial[n - b] - logFactorial[n];
                var part = 0.0;
                for (var both = Math.Max(1, a + b - n); both <= Math.Min(a, b); both++)
                {
                    var chance = fixedPart - logFactorial[both] - logFactorial[a - both] - logFactorial[b - both] - logFactorial[n - a - b + both];
                    part += (double)both / n * (Math.Log((double)n * both) - Math.Log((double)a * b)) * Math.Exp(chance);
                }
                sum += part * timesA * timesB;
            }
        }
        return sum;
    }

    private double Entropy(int[] sizes)
    {
        var sum = 0.0;
        foreach (var size in sizes) sum -= (double)size / Total * Math.Log((double)size / Total);
        return Math.Max(0, sum);
    }
}
