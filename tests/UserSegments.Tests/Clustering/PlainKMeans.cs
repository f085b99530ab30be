using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

/// <summary>Lloyd's passes as the textbook has them, in double precision: the reference for the fast ones.</summary>
internal static class PlainKMeans
{
    public static (int[] Labels, double Inertia) Run(Matrix points, Matrix start, int passes)
    {
        var (k, d) = (start.Rows, points.Columns);
        var centres = Enumerable.Range(0, k).Select(j => Array.ConvertAll(start.Row(j).ToArray(), value => (double)value)).ToArray();
        var labels = Assign();
        for (var pass = 0; pass < passes; pass++)
        {
            for (var j = 0; j < k; j++)
            {
                var members = Enumerable.Range(0, points.Rows).Where(i => labels[i] == j).ToArray();
                if (members.Length == 0) continue;
                for (var t = 0; t < d; t++) centres[j][t] = members.Average(i => (double)points[i, t]);
            }
            var next = Assign();
            if (next.SequenceEqual(labels)) break;
            labels = next;
        }
        return (labels, Enumerable.Range(0, points.Rows).Sum(i => Squared(i, labels[i])));

        int[] Assign() => [.. Enumerable.Range(0, points.Rows).Select(i => Enumerable.Range(0, k).MinBy(j => Squared(i, j)))];

        double Squared(int i, int j)
        {
            var sum = 0.0;
            for (var t = 0; t < d; t++) sum += (points[i, t] - centres[j][t]) * (points[i, t] - centres[j][t]);
            return sum;
        }
    }
}
