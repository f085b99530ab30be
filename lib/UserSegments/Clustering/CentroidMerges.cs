using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Centroid linkage in O(n d) memory: every group keeps a candidate neighbour and a lower bound of its distance (Müllner, 2011).</summary>
/// <remarks>
/// The group with the least bound is looked at; if its candidate is gone its neighbour is searched anew, else the two merge. A new
/// mean may lie nearer to a group than any before it, so every merge lowers the bounds that it undercuts.
/// </remarks>
internal static class CentroidMerges
{
    public static (int A, int B, double Height)[] Of(Matrix points)
    {
        var n = points.Rows;
        var means = new double[n][];
        for (var i = 0; i < n; i++) means[i] = Array.ConvertAll(points.Row(i).ToArray(), value => (double)value);
        var (size, row, neighbour) = (new int[n], new int[n], new int[n]);
        var bound = new double[n];
        for (var i = 0; i < n; i++) (size[i], row[i]) = (1, i);
        Blocks.For(n, 64, (_, start, end) =>
        {
            for (var i = start; i < end; i++) Search(i);
        });
        var merges = new (int, int, double)[Math.Max(0, n - 1)];
        for (var m = 0; m < merges.Length; m++)
        {
            var a = Least();
            while (size[neighbour[a]] == 0 || Squared(means[a], means[neighbour[a]]) > bound[a])
            {
                Search(a);
                a = Least();
            }
            var b = neighbour[a];
            if (b < a) (a, b) = (b, a);
            merges[m] = (row[a], row[b], Math.Sqrt(Squared(means[a], means[b])));
            for (var t = 0; t < points.Columns; t++) means[b][t] = ((size[a] * means[a][t]) + (size[b] * means[b][t])) / (size[a] + size[b]);
            size[b] += size[a];
            (size[a], bound[a], means[a]) = (0, double.PositiveInfinity, []);
            Undercut(b);
        }
        return merges;

        int Least()
        {
            var best = -1;
            for (var i = 0; i < n; i++)
            {
                if (size[i] > 0 && (best < 0 || bound[i] < bound[best])) best = i;
            }
            return best;
        }

        void Search(int i)
        {
            (neighbour[i], bound[i]) = (-1, double.PositiveInfinity);
            for (var j = 0; j < n; j++)
            {
                if (j == i || size[j] == 0) continue;
                var squared = Squared(means[i], means[j]);
                if (squared < bound[i] || neighbour[i] < 0) (neighbour[i], bound[i]) = (j, squared);
            }
            if (neighbour[i] < 0) neighbour[i] = i;
        }

        void Undercut(int made)
        {
            (neighbour[made], bound[made]) = (made, double.PositiveInfinity);
            for (var j = 0; j < n; j++)
            {
                if (j == made || size[j] == 0) continue;
                var squared = Squared(means[made], means[j]);
                if (squared < bound[j]) (neighbour[j], bound[j]) = (made, squared);
                if (squared < bound[made]) (neighbour[made], bound[made]) = (j, squared);
            }
        }
    }

    private static double Squared(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var t = 0; t < a.Length; t++) sum += (a[t] - b[t]) * (a[t] - b[t]);
        return sum;
    }
}
