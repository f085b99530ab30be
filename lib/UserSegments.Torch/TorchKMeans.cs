using TorchSharp;
using UserSegments.Clustering;
using UserSegments.Numerics;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>k-means (Lloyd, 1982) with its passes on a device: the counterpart of <see cref="KMeans"/> for many rows.</summary>
/// <remarks>
/// The first centres, the refilling of empty groups and the rule by which a run ends are those of <see cref="KMeans"/>, on the host; for many rows
/// <see cref="KMeansSeeding.Parallel"/> keeps the host's part small. The same groups as there but where rounding decides between two centres.
/// O(n k d) a pass; the rows stay on the device in single precision (4 n d bytes), sums are in double precision. NaN and infinities are refused.
/// </remarks>
public static class TorchKMeans
{
    private const long Scores = 1 << 26;                     // distances held at a time

    /// <summary>Groups rows.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="device">Where; null for <see cref="TorchDevice.Auto"/>.</param>
    /// <param name="weights">(n) weight of each row, at least 0, not all 0; all 1 if left out.</param>
    /// <returns>Labels (n), centres (k, d), inertia, and its trace over the passes of the best run.</returns>
    /// <exception cref="ArgumentException">K is above n, a value is not finite, or the start has another shape.</exception>
    public static Clustering.Clustering Fit(Matrix points, KMeansOptions options, TorchDevice? device = null, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check.Finite(points);
        GroupingCheck.Groups(options.K, points);
        GroupingCheck.Weights(weights, points.Rows);
        if (options.Start is { } given) GroupingCheck.Start(given, options.K, points.Columns);
        var frame = new KMeansFrame(options.Spherical ? GroupingCheck.Directions(points) : points, weights);
        using var scope = NewDisposeScope();
        var where = (device ?? TorchDevice.Auto()).Device;
        var mean = tensor(frame.Mean, device: where);
        var rows = tensor(frame.Points.Values, [points.Rows, points.Columns]).to(where);
        var mass = weights is null ? null : tensor(weights, device: where);
        Clustering.Clustering? best = null;
        var rng = new Rng(options.Seed);
        for (var restart = 0; restart < (options.Start is null ? options.Restarts : 1); restart++)
        {
            var start = options.Start is null ? Seeding.Choose(options.Seeding, frame, options.K, rng.Fork((ulong)restart)) : frame.Shift(options.Start);
            var run = Run(frame, options, rows, mean, mass, start);
            if (best is null || run.Inertia < best.Inertia) best = run;
        }
        return best!;
    }

    private static Clustering.Clustering Run(KMeansFrame frame, KMeansOptions options, Tensor rows, Tensor mean, Tensor? mass, Matrix start)
    {
        using var scope = NewDisposeScope();
        var centres = options.Spherical ? start.NormalizeRows() : start;
        var (trace, converged) = (new List<double>(), false);
        var labels = Assign(rows, mean, centres);
        var (sums, totals) = Sum(rows, mass, labels, options.K);
        for (var pass = 0; pass < options.MaxPasses && !converged; pass++)
        {
            using var inner = NewDisposeScope();
            if (Array.IndexOf(totals, 0.0) >= 0)
            {
                var host = Host(labels);
                EmptyGroups.Refill(frame, centres, host, new float[host.Length], sums, totals);
                labels = tensor(Array.ConvertAll(host, label => (long)label), device: rows.device);
            }
            var next = Lloyd.Means(options, centres, sums, totals);
            var moved = 0.0;
            for (var j = 0; j < options.K; j++) moved += Euclid.SquaredExactly(next.Row(j), centres.Row(j));
            centres = next;
            trace.Add(Lloyd.Inertia(frame, centres, sums, totals));
            var now = Assign(rows, mean, centres);
            converged = (now != labels).sum().ToInt64() == 0 || moved <= options.Tolerance * frame.Variance;
            labels = now.MoveToOuterDisposeScope();
            (sums, totals) = Sum(rows, mass, labels, options.K);
        }
        return new Clustering.Clustering(Host(labels), Lloyd.Name(options), options.K)
        {
            Centres = frame.Unshift(centres),
            Inertia = Lloyd.Inertia(frame, centres, sums, totals),
            Passes = trace.Count,
            Converged = converged,
            Trace = trace,
        };
    }

    /// <summary>(n) nearest centre by <c>|c - m|² - 2 (x - m)(c - m)</c>, m the mean: products stay small where the data lie far from the origin.</summary>
    private static Tensor Assign(Tensor rows, Tensor mean, Matrix centres)
    {
        using var scope = NewDisposeScope();
        var shifted = tensor(centres.Values, [centres.Rows, centres.Columns]).to(rows.device) - mean;
        var (norms, across) = (shifted.square().sum(1), shifted.t() * -2);
        var (n, step) = (rows.shape[0], Math.Max(1, Scores / centres.Rows));
        var labels = empty([n], ScalarType.Int64, rows.device);
        for (long first = 0; first < n; first += step)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(step, n - first);
            labels.narrow(0, first, count).copy_(((rows.narrow(0, first, count) - mean).mm(across) + norms).argmin(1));
        }
        return labels.MoveToOuterDisposeScope();
    }

    /// <summary>Weighted sum of the rows of each group, and its weight, in double precision.</summary>
    private static (double[][] Sums, double[] Totals) Sum(Tensor rows, Tensor? mass, Tensor labels, int k)
    {
        using var scope = NewDisposeScope();
        var (n, d) = (rows.shape[0], rows.shape[1]);
        var sums = zeros([k, d], ScalarType.Float64, rows.device);
        var totals = zeros([k], ScalarType.Float64, rows.device);
        totals.index_add_(0, labels, mass ?? ones([n], ScalarType.Float64, rows.device), 1);
        var step = Math.Max(1, Scores / d);
        for (long first = 0; first < n; first += step)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(step, n - first);
            var part = rows.narrow(0, first, count).to(ScalarType.Float64);
            sums.index_add_(0, labels.narrow(0, first, count), mass is null ? part : part * mass.narrow(0, first, count).unsqueeze(-1), 1);
        }
        var all = sums.cpu().data<double>().ToArray();
        return ([.. all.Chunk((int)d)], totals.cpu().data<double>().ToArray());
    }

    private static int[] Host(Tensor labels)
    {
        using var scope = NewDisposeScope();
        return labels.to(ScalarType.Int32, CPU).data<int>().ToArray();
    }
}
