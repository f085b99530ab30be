using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Bisecting k-means (Steinbach, Karypis and Kumar, 2000): the group with the most inertia is halved until there are k.</summary>
/// <remarks>O(n d log k) a pass for even groups. Groups are even in inertia rather than best: the inertia is above that of <see cref="KMeans"/>.</remarks>
/// <param name="options">How it runs; <see cref="KMeansOptions.Start"/> is not used.</param>
public sealed class BisectingKMeans(KMeansOptions options)
{
    private readonly KMeansOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Groups rows.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <exception cref="ArgumentException">K is above n, or a value is not finite (row and column named).</exception>
    public Clustering Fit(Matrix points)
    {
        Check.Finite(points);
        GroupingCheck.Groups(options.K, points);
        var rows = options.Spherical ? GroupingCheck.Directions(points) : points;
        var labels = new int[rows.Rows];
        var inertia = new List<double> { Whole(rows) };
        var rng = new Rng(options.Seed);
        while (inertia.Count < options.K)
        {
            var widest = Enumerable.Range(0, inertia.Count).MaxBy(group => inertia[group]);
            var members = Enumerable.Range(0, labels.Length).Where(i => labels[i] == widest).ToArray();
            if (members.Length < 2 || inertia[widest] <= 0) break;              // only equal rows are left to halve
            var part = rows.SelectRows(members);
            var halves = new KMeans(options with { K = 2, Start = null, Seed = rng.NextBits() }).Fit(part);
            for (var i = 0; i < members.Length; i++)
            {
                if (halves.Labels[i] == 1) labels[members[i]] = inertia.Count;
            }
            var (first, second) = (Whole(part.SelectRows(halves.Members(0))), Whole(part.SelectRows(halves.Members(1))));
            inertia[widest] = first;
            inertia.Add(second);
        }
        return new Clustering(labels, $"bisecting k-means, k = {options.K}", inertia.Count)
        {
            Centres = GroupMeans.Of(rows, labels, inertia.Count),
            Inertia = inertia.Sum(),
        };
    }

    private static double Whole(Matrix rows)
    {
        if (rows.Rows == 0) return 0;
        var mean = rows.ColumnMeans();
        return Blocks.Sum(rows.Rows, 1024, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++) sum += Euclid.SquaredExactly(rows.Row(i), mean);
            return sum;
        });
    }
}
