using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>UMAP in the plane (McInnes, Healy and Melville, 2018): a fuzzy neighbour graph laid out by sampled attraction and repulsion.</summary>
/// <remarks>
/// For pictures only: see <see cref="Picture"/>. Starts from the first two principal components. O(n^2 d) for the neighbours (exact), then O(n
/// neighbours) an epoch on one thread, so the same seed gives the same bits. NaN and infinities are refused.
/// </remarks>
public static class Umap
{
    /// <summary>Lays rows out.</summary>
    /// <param name="points">(n, d) rows, at least as many as neighbours, finite; not modified.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="ArgumentException">There are fewer rows than neighbours, or a value is not finite.</exception>
    public static Picture Fit(Matrix points, UmapOptions? options = null)
    {
        options ??= new UmapOptions();
        Check.Finite(points);
        if (points.Rows < options.Neighbours)
            throw new ArgumentException($"points has {points.Rows} rows, expected at least Neighbours = {options.Neighbours}.", nameof(points));
        var graph = FuzzyGraph(NearestNeighbours.Among(points, options.Neighbours - 1), options.Neighbours);
        var (a, b) = Curve(options.MinDistance);
        var place = PlaneStart.Of(points, 3, options.Seed);
        Layout(graph, place, a, b, options);
        var picture = new Matrix(points.Rows, 2);
        for (var i = 0; i < picture.Values.Length; i++) picture.Values[i] = (float)place[i];
        return new Picture(picture, $"UMAP, {options.Neighbours} neighbours", CrossEntropy(graph, place, a, b));
    }

    /// <summary>Weights <c>p + q - p q</c> of both directions; p falls from 1 at the nearest neighbour so that a row's weights sum to log2 of the neighbours.</summary>
    internal static SparseMatrix FuzzyGraph(NearestNeighbours near, int neighbours)
    {
        var n = near.Distances.Length / near.K;
        var target = Math.Log2(neighbours);
        var average = near.Distances.Average();
        var rows = new Dictionary<int, float>[n];
        for (var i = 0; i < n; i++)
        {
            rows[i] = [];
            var distances = near.DistancesOf(i);
            var nearest = 0.0;
            foreach (var distance in distances)
            {
                if (distance > 0)
                {
                    nearest = distance;
                    break;
                }
            }
            var width = Width(distances, nearest, target, average);
            for (var e = 0; e < near.K; e++) rows[i][near.Of(i)[e]] = (float)Weight(distances[e], nearest, width);
        }
        var joined = new Dictionary<int, float>[n];
        for (var i = 0; i < n; i++)
        {
            joined[i] = joined[i] ?? [];
            foreach (var (j, p) in rows[i].OrderBy(edge => edge.Key))
            {
                var q = rows[j].GetValueOrDefault(i);
                joined[j] = joined[j] ?? [];
                joined[i][j] = joined[j][i] = p + q - (p * q);
            }
        }
        return SparseMatrix.FromRows(n, joined);
    }

    /// <summary>The curve <c>1 / (1 + a x^(2b))</c> nearest to 1 up to the least distance and falling exponentially after, by Gauss and Newton.</summary>
    internal static (double A, double B) Curve(double minDistance)
    {
        var (a, b) = (1.5, 0.9);
        for (var step = 0; step < 200; step++)
        {
            double aa = 1e-9, ab = 0, bb = 1e-9, ra = 0, rb = 0;
            for (var s = 1; s < 300; s++)
            {
                var x = 3.0 * s / 299;
                var wanted = x < minDistance ? 1 : Math.Exp(-(x - minDistance));
                var power = Math.Pow(x, 2 * b);
                var value = 1 / (1 + (a * power));
                var (da, db) = (-value * value * power, -value * value * a * power * 2 * Math.Log(x));
                aa += da * da;
                ab += da * db;
                bb += db * db;
                ra += da * (wanted - value);
                rb += db * (wanted - value);
            }
            var determinant = (aa * bb) - (ab * ab);
            var (stepA, stepB) = (((ra * bb) - (rb * ab)) / determinant, ((aa * rb) - (ab * ra)) / determinant);
            (a, b) = (Math.Max(1e-3, a + (0.5 * stepA)), Math.Max(1e-3, b + (0.5 * stepB)));
        }
        return (a, b);
    }

    private static double Width(ReadOnlySpan<double> distances, double nearest, double target, double average)
    {
        var (low, high, width) = (0.0, double.PositiveInfinity, 1.0);
        for (var step = 0; step < 64; step++)
        {
            var sum = 0.0;
            foreach (var distance in distances) sum += Weight(distance, nearest, width);
            if (Math.Abs(sum - target) < 1e-5) break;
            if (sum > target) high = width;
            else low = width;
            width = double.IsPositiveInfinity(high) ? width * 2 : (low + high) / 2;
        }
        return Math.Max(width, 1e-3 * average);
    }

    private static double Weight(double distance, double nearest, double width) => distance <= nearest || width <= 0 ? 1 : Math.Exp(-(distance - nearest) / width);

    // Each edge is drawn once in (largest weight / its weight) epochs.
    private static void Layout(SparseMatrix graph, double[] place, double a, double b, UmapOptions options)
    {
        var (rng, largest) = (new Rng(options.Seed), graph.Values.Max());
        var due = new double[graph.Count];
        for (var e = 0; e < due.Length; e++) due[e] = largest / graph.Values[e];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var rate = 1 - ((double)epoch / options.Epochs);
            for (var i = 0; i < graph.Rows; i++)
            {
                for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
                {
                    if (due[e] > epoch + 1) continue;
                    due[e] += largest / graph.Values[e];
                    Pull(place, i, graph.Indices[e], a, b, rate);
                    for (var s = 0; s < options.Negatives; s++) Push(place, i, rng.NextInt(graph.Rows), a, b, rate);
                }
            }
        }
    }

    private static void Pull(double[] place, int i, int j, double a, double b, double rate)
    {
        var (dx, dy) = (place[2 * i] - place[2 * j], place[(2 * i) + 1] - place[(2 * j) + 1]);
        var squared = (dx * dx) + (dy * dy);
        if (squared == 0) return;
        var force = -2 * a * b * Math.Pow(squared, b - 1) / (1 + (a * Math.Pow(squared, b)));
        var (x, y) = (Math.Clamp(force * dx, -4, 4) * rate, Math.Clamp(force * dy, -4, 4) * rate);
        place[2 * i] += x;
        place[(2 * i) + 1] += y;
        place[2 * j] -= x;
        place[(2 * j) + 1] -= y;
    }

    private static void Push(double[] place, int i, int j, double a, double b, double rate)
    {
        if (i == j) return;
        var (dx, dy) = (place[2 * i] - place[2 * j], place[(2 * i) + 1] - place[(2 * j) + 1]);
        var squared = (dx * dx) + (dy * dy);
        var force = 2 * b / ((0.001 + squared) * (1 + (a * Math.Pow(squared, b))));
        place[2 * i] += (squared > 0 ? Math.Clamp(force * dx, -4, 4) : 4) * rate;
        place[(2 * i) + 1] += (squared > 0 ? Math.Clamp(force * dy, -4, 4) : 4) * rate;
    }

    private static double CrossEntropy(SparseMatrix graph, double[] place, double a, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < graph.Rows; i++)
        {
            for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
            {
                var j = graph.Indices[e];
                var squared = Math.Pow(place[2 * i] - place[2 * j], 2) + Math.Pow(place[(2 * i) + 1] - place[(2 * j) + 1], 2);
                sum += graph.Values[e] * Math.Log(1 + (a * Math.Pow(squared, b)));
            }
        }
        return sum;
    }
}
