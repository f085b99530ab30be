using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>k-means from batches of rows (Sculley, 2010): centres move to the running mean of the rows they won; for streams and very large sets.</summary>
/// <remarks>
/// Not exact: the inertia comes near that of <see cref="KMeans"/>. A batch costs O(b k d). <see cref="Update"/> takes new rows at any time.
/// The same seed and batches give the same bits on any number of threads. Not thread-safe.
/// </remarks>
public sealed class MiniBatchKMeans
{
    private const int MostIdle = 12;
    private readonly MiniBatchOptions options;
    private readonly Rng rng;
    private double[][]? means;
    private double[] counts = [];

    /// <summary>Starts without centres.</summary>
    /// <param name="options">How it runs.</param>
    public MiniBatchKMeans(MiniBatchOptions options)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        rng = new Rng(options.Seed);
    }

    /// <summary>(k, d) the centres so far.</summary>
    /// <exception cref="InvalidOperationException">No rows were seen yet.</exception>
    public Matrix Centres
    {
        get
        {
            if (means is null) throw new InvalidOperationException("No rows were seen yet: call Fit or Update first.");
            return Matrix.FromRows([.. means.Select(mean => Array.ConvertAll(mean, value => (float)value))]);
        }
    }

    /// <summary>Draws batches until the centres settle, then labels all rows.</summary>
    /// <param name="points">(n, d) rows, finite; not modified.</param>
    /// <exception cref="ArgumentException">K is above n, or a value is not finite (row and column named).</exception>
    public Clustering Fit(Matrix points)
    {
        Check.Finite(points);
        GroupingCheck.Groups(options.K, points);
        means = null;
        var size = Math.Min(options.BatchSize, points.Rows);
        var (smooth, best, idle) = (double.NaN, double.PositiveInfinity, 0);
        var trace = new List<double>();
        for (var batch = 0; batch < options.MaxBatches && idle < MostIdle; batch++)
        {
            // The first batch seeds: drawn without replacement, so that few rows are all seen.
            var drawn = means is null ? rng.Sample(points.Rows, Math.Min(points.Rows, Math.Max(size, 3 * options.K))) : Draw(size, points.Rows);
            var inertia = Step(points.SelectRows(drawn)) / drawn.Length;
            smooth = double.IsNaN(smooth) ? inertia : smooth + (Math.Min(1, 2.0 * size / (points.Rows + 1)) * (inertia - smooth));
            trace.Add(smooth);
            idle = smooth < best ? 0 : idle + 1;
            best = Math.Min(best, smooth);
        }
        var labels = Predict(points);
        return new Clustering(labels, $"mini-batch k-means, k = {options.K}", options.K)
        {
            Centres = Centres,
            Inertia = Blocks.Sum(points.Rows, 1024, (start, end) =>
            {
                var sum = 0.0;
                for (var i = start; i < end; i++)
                {
                    var row = points.Row(i);
                    var mean = means![labels[i]];
                    for (var t = 0; t < mean.Length; t++) sum += (row[t] - mean[t]) * (row[t] - mean[t]);
                }
                return sum;
            }),
            Passes = trace.Count,
            Converged = idle >= MostIdle,
            Trace = trace,
        };
    }

    /// <summary>Moves the centres by one batch of new rows; the first batch also seeds them.</summary>
    /// <param name="batch">(b, d) rows, finite; the first of at least k rows.</param>
    /// <exception cref="ArgumentException">The columns differ from earlier batches, the first batch is too small, or a value is not finite.</exception>
    public void Update(Matrix batch)
    {
        Check.Finite(batch);
        if (means is null) GroupingCheck.Groups(options.K, batch);
        else if (batch.Columns != means[0].Length) throw new ArgumentException($"batch has {batch.Columns} columns, expected {means[0].Length} as before.", nameof(batch));
        Step(batch);
    }

    /// <summary>The nearest centre of each row, shape (n).</summary>
    /// <param name="points">(n, d) rows, finite.</param>
    /// <exception cref="InvalidOperationException">No rows were seen yet.</exception>
    public int[] Predict(Matrix points) => NearestCentre.Of(Check.Finite(points), Centres);

    private int[] Draw(int count, int rows)
    {
        var drawn = new int[count];
        for (var i = 0; i < count; i++) drawn[i] = rng.NextInt(rows);
        return drawn;
    }

    private double Step(Matrix batch)
    {
        if (means is null)
        {
            // A small exact k-means of the first batch: one seeding alone too often leaves two groups to one centre.
            var start = new KMeans(new() { K = options.K, Seed = rng.NextBits(), Restarts = 3 }).Fit(batch).Centres!;
            means = [.. Enumerable.Range(0, options.K).Select(j => Array.ConvertAll(start.Row(j).ToArray(), value => (double)value))];
            counts = new double[options.K];
        }
        var labels = NearestCentre.Of(batch, Centres);
        var inertia = 0.0;
        for (var i = 0; i < batch.Rows; i++)
        {
            var row = batch.Row(i);
            var mean = means[labels[i]];
            counts[labels[i]]++;
            var rate = 1 / counts[labels[i]];
            for (var t = 0; t < mean.Length; t++)
            {
                var apart = row[t] - mean[t];
                inertia += apart * apart;
                mean[t] += rate * apart;
            }
        }
        return inertia;
    }
}
