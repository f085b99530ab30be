using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Means of the groups that have rows, in double precision, and the spread about them; noise left out.</summary>
internal sealed class Scatter
{
    private readonly double[][] means;
    private readonly double[] all;

    private Scatter(double[][] means, double[] all, int[] size, double[] meanDistance, double[] sumOfSquares) =>
        (this.means, this.all, Size, MeanDistance, SumOfSquares) = (means, all, size, meanDistance, sumOfSquares);

    public int Count => means.Length;

    public int Total => Size.Sum();

    public int[] Size { get; }

    /// <summary>Mean distance of a group's rows to its mean.</summary>
    public double[] MeanDistance { get; }

    /// <summary>Sum of squared distances of a group's rows to its mean.</summary>
    public double[] SumOfSquares { get; }

    public double SquaredDistance(int i, int j) => Squared(means[i], means[j]);

    public double SquaredDistanceToAll(int i) => Squared(means[i], all);

    public static Scatter Of(Matrix points, int[] labels)
    {
        Check.Finite(points);
        ArgumentNullException.ThrowIfNull(labels);
        GroupingCheck.Labels(labels, points.Rows);
        var rows = RowsByGroup.Of(labels, labels.Length == 0 ? 0 : labels.Max() + 1);
        var filled = Enumerable.Range(0, labels.Length == 0 ? 0 : labels.Max() + 1).Where(group => rows.Members(group).Length > 0).ToArray();
        if (filled.Length < 2) throw new ArgumentException($"labels hold {filled.Length} groups (noise left out), expected at least 2.", nameof(labels));
        var means = new double[filled.Length][];
        var size = Array.ConvertAll(filled, group => rows.Members(group).Length);
        var (distance, squares) = (new double[filled.Length], new double[filled.Length]);
        Blocks.For(filled.Length, 1, (g, _, _) =>
        {
            var members = rows.Members(filled[g]);
            var sums = new double[points.Columns];
            GroupMeans.Add(points, members, null, sums);
            means[g] = Array.ConvertAll(sums, sum => sum / size[g]);
            foreach (var row in members)
            {
                var squared = 0.0;
                var values = points.Row(row);
                for (var t = 0; t < values.Length; t++) squared += (values[t] - means[g][t]) * (values[t] - means[g][t]);
                squares[g] += squared;
                distance[g] += Math.Sqrt(squared) / size[g];
            }
        });
        var total = size.Sum();
        var all = new double[points.Columns];
        for (var g = 0; g < means.Length; g++)
        {
            for (var t = 0; t < all.Length; t++) all[t] += means[g][t] * size[g] / total;
        }
        return new Scatter(means, all, size, distance, squares);
    }

    private static double Squared(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var t = 0; t < a.Length; t++) sum += (a[t] - b[t]) * (a[t] - b[t]);
        return sum;
    }
}
