using System.Globalization;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>DBSCAN: groups are what core rows reach step by step; the rest is noise (Ester, Kriegel, Sander and Xu, 1996).</summary>
/// <remarks>
/// Groups are numbered in the order of their first core rows; a border row that several groups reach goes to the lowest number (as in scikit-learn).
/// O(n^2 d) time at worst, less where bounding boxes rule out tiles; O(n d) memory and at most 1 GB of pairs: with more pairs
/// within the radius they are found twice instead of kept. NaN and infinities are refused. The same result on any number of threads.
/// </remarks>
/// <param name="options">How it runs.</param>
public sealed class Dbscan(DbscanOptions options)
{
    private const int MostKept = 1 << 27;
    private readonly DbscanOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Groups rows.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <param name="weights">(n) weight of each row towards <see cref="DbscanOptions.MinPoints"/>, at least 0, not all 0; all 1 if left out.</param>
    /// <exception cref="ArgumentException">A value is not finite (row and column named).</exception>
    public Clustering Fit(Matrix points, double[]? weights = null)
    {
        Check.Finite(points);
        GroupingCheck.Weights(weights, points.Rows);
        var rows = options.Spherical ? GroupingCheck.Directions(points) : points;
        var mass = new double[rows.Rows];
        for (var i = 0; i < mass.Length; i++) mass[i] = Weight(i);
        var search = new NeighbourPairs(rows, options.Radius);
        List<List<(int A, int B)>>? kept = [];
        var count = 0L;
        search.Visit(pairs =>
        {
            foreach (var (a, b) in pairs)
            {
                mass[a] += Weight(b);
                mass[b] += Weight(a);
            }
            count += pairs.Count;
            if (count > MostKept) kept = null;
            kept?.Add(pairs);
        });
        var core = Array.ConvertAll(mass, sum => sum >= options.MinPoints);
        var sets = new DisjointSets(rows.Rows);
        var border = new List<(int Row, int Core)>();
        if (kept is not null) kept.ForEach(Join);
        else search.Visit(Join);
        return new Clustering(Label(core, sets, border), string.Create(CultureInfo.InvariantCulture, $"DBSCAN, radius {options.Radius:G4}, {options.MinPoints} points"));

        double Weight(int row) => weights is null ? 1 : weights[row];

        void Join(List<(int A, int B)> pairs)
        {
            foreach (var (a, b) in pairs)
            {
                if (core[a] && core[b]) sets.Union(a, b);
                else if (core[a]) border.Add((b, a));
                else if (core[b]) border.Add((a, b));
            }
        }
    }

    private static int[] Label(bool[] core, DisjointSets sets, List<(int Row, int Core)> border)
    {
        var (labels, names) = (new int[core.Length], new Dictionary<int, int>());
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Clustering.Noise;
            if (!core[i]) continue;
            var root = sets.Find(i);
            if (!names.TryGetValue(root, out var name)) names[root] = name = names.Count;
            labels[i] = name;
        }
        foreach (var (row, by) in border)
        {
            if (labels[row] == Clustering.Noise || labels[by] < labels[row]) labels[row] = labels[by];
        }
        return labels;
    }
}
