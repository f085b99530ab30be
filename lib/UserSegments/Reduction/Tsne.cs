using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>t-SNE in the plane with Barnes-Hut forces (van der Maaten, 2014), started from the first two principal components (Kobak and Berens, 2019).</summary>
/// <remarks>
/// For pictures only: see <see cref="Picture"/>. O(n^2 d) for the neighbours, then O(n log n) a step. NaN and infinities are refused.
/// The same bits on any number of threads.
/// </remarks>
public static class Tsne
{
    private const double Exaggeration = 12;
    private const int EarlySteps = 250;

    /// <summary>Lays rows out.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="ArgumentException">There are not more than three times as many rows as the perplexity, or a value is not finite.</exception>
    public static Picture Fit(Matrix points, TsneOptions? options = null)
    {
        options ??= new TsneOptions();
        Check.Finite(points);
        var neighbours = (int)(3 * options.Perplexity);
        if (points.Rows <= neighbours)
        {
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"points has {points.Rows} rows, expected more than 3 x Perplexity = {neighbours}."), nameof(points));
        }
        var affinities = Affinities(NearestNeighbours.Among(points, neighbours), options.Perplexity);
        var place = PlaneStart.Of(points, 1e-4, options.Seed);
        var divergence = Descend(affinities, place, options);
        var picture = new Matrix(points.Rows, 2);
        for (var i = 0; i < picture.Values.Length; i++) picture.Values[i] = (float)place[i];
        return new Picture(picture, $"t-SNE, perplexity {options.Perplexity.ToString(System.Globalization.CultureInfo.InvariantCulture)}", divergence);
    }

    /// <summary>Symmetric affinities that sum to 1: each row's kernel is as wide as its perplexity asks.</summary>
    internal static SparseMatrix Affinities(NearestNeighbours near, double perplexity)
    {
        var n = near.Distances.Length / near.K;
        var shares = new float[near.Distances.Length];
        Blocks.For(n, 64, (_, start, end) =>
        {
            for (var i = start; i < end; i++) Kernel(near.DistancesOf(i), Math.Log(perplexity), shares.AsSpan(i * near.K, near.K));
        });
        var rows = new Dictionary<int, float>[n];
        for (var i = 0; i < n; i++) rows[i] = [];
        for (var i = 0; i < n; i++)
        {
            for (var e = 0; e < near.K; e++)
            {
                var (j, share) = (near.Of(i)[e], shares[(i * near.K) + e] / (2 * n));
                rows[i][j] = rows[i].GetValueOrDefault(j) + share;
                rows[j][i] = rows[j].GetValueOrDefault(i) + share;
            }
        }
        return SparseMatrix.FromRows(n, rows);
    }

    private static void Kernel(ReadOnlySpan<double> distances, double entropy, Span<float> shares)
    {
        var (low, high, beta) = (0.0, double.PositiveInfinity, 1 / Math.Max(1e-300, distances[^1] * distances[^1]));
        var weights = new double[distances.Length];
        var total = 0.0;
        for (var step = 0; step < 100; step++)
        {
            (total, var moment) = (0.0, 0.0);
            for (var e = 0; e < weights.Length; e++)
            {
                var apart = (distances[e] * distances[e]) - (distances[0] * distances[0]);
                weights[e] = Math.Exp(-beta * apart);
                total += weights[e];
                moment += beta * apart * weights[e];
            }
            var gap = Math.Log(total) + (moment / total) - entropy;
            if (Math.Abs(gap) < 1e-6) break;
            if (gap > 0) low = beta;
            else high = beta;
            beta = double.IsPositiveInfinity(high) ? beta * 2 : (low + high) / 2;
            if (beta > 1e300) break;
        }
        for (var e = 0; e < weights.Length; e++) shares[e] = (float)(weights[e] / total);
    }

    private static double Descend(SparseMatrix affinities, double[] place, TsneOptions options)
    {
        var n = affinities.Rows;
        var (gradient, speed, gain) = (new double[2 * n], new double[2 * n], new double[2 * n]);
        Array.Fill(gain, 1);
        var rate = Math.Max(n / Exaggeration / 4, 50);
        var divergence = 0.0;
        for (var step = 0; step < options.Steps; step++)
        {
            var early = step < Math.Min(EarlySteps, options.Steps / 3);
            divergence = Gradient(affinities, place, options.Theta, early ? Exaggeration : 1, gradient);
            for (var i = 0; i < gradient.Length; i++)
            {
                gain[i] = gradient[i] * speed[i] < 0 ? gain[i] + 0.2 : Math.Max(0.01, gain[i] * 0.8);
                speed[i] = ((early ? 0.5 : 0.8) * speed[i]) - (rate * gain[i] * gradient[i]);
                place[i] += speed[i];
            }
        }
        return divergence;
    }

    /// <summary>4 (attraction - repulsion) for every row; returns the divergence of the affinities from the picture's.</summary>
    private static double Gradient(SparseMatrix affinities, double[] place, double theta, double exaggeration, double[] gradient)
    {
        var n = affinities.Rows;
        var tree = new QuadTree(place);
        var repulsion = new double[2 * n];
        var normal = Blocks.Sum(n, 128, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++) sum += tree.Repulsion(i, theta, repulsion);
            return sum;
        });
        return Blocks.Sum(n, 128, (start, end) =>
        {
            var divergence = 0.0;
            for (var i = start; i < end; i++)
            {
                var (x, y) = (0.0, 0.0);
                for (var e = affinities.Starts[i]; e < affinities.Starts[i + 1]; e++)
                {
                    var (j, share) = (affinities.Indices[e], (double)affinities.Values[e]);
                    var (dx, dy) = (place[2 * i] - place[2 * j], place[(2 * i) + 1] - place[(2 * j) + 1]);
                    var likeness = 1 / (1 + (dx * dx) + (dy * dy));
                    x += exaggeration * share * likeness * dx;
                    y += exaggeration * share * likeness * dy;
                    if (share > 0) divergence += share * Math.Log(share * normal / likeness);
                }
                gradient[2 * i] = 4 * (x - (repulsion[2 * i] / normal));
                gradient[(2 * i) + 1] = 4 * (y - (repulsion[(2 * i) + 1] / normal));
            }
            return divergence;
        });
    }
}
