using System.Diagnostics;
using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace Benchmarks.Clustering;

/// <summary>Seconds and peak memory of one algorithm at one size: <c>clustering growth ALGORITHM ROWS COLUMNS</c>, a process of its own each.</summary>
internal static class ClusteringGrowth
{
    public static int Run(string[] arguments)
    {
        var (name, rows, columns) = (arguments[0], Number(arguments[1]), Number(arguments[2]));
        var points = Groups(rows, columns, 100);
        var clock = Stopwatch.StartNew();
        var result = name switch
        {
            "kmeans" => new KMeans(new() { K = 100, Seed = 1, Restarts = 1, MaxPasses = 20, Tolerance = 0, Seeding = KMeansSeeding.Parallel }).Fit(points).ToString(),
            "pca" => Pca.Fit(points, new() { Components = Math.Min(50, columns) }).ToString(),
            "ward" => new Agglomerative(new() { Linkage = Linkage.Ward }).Fit(points).ToString(),
            "average" => new Agglomerative(new() { Linkage = Linkage.Average }).Fit(points).ToString(),
            "single" => new Agglomerative(new() { Linkage = Linkage.Single }).Fit(points).ToString(),
            "silhouette" => Silhouette.Mean(points, [.. Enumerable.Range(0, rows).Select(i => i % 100)]).ToString("R", CultureInfo.InvariantCulture),
            "dbscan" => new Dbscan(new() { Radius = Math.Sqrt(2.0 * columns) * 0.8, MinPoints = 5 }).Fit(points).ToString(),
            "hdbscan" => new Hdbscan(new() { MinGroupSize = 20 }).Fit(points).ToString(),
            _ => throw new ArgumentException($"Unknown algorithm '{name}'.", nameof(arguments)),
        };
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(ClusteringBenchmark.Text(
            $"clustering growth {name} {rows} x {columns}: {seconds:F3} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB ({result})"));
        return 0;
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static Matrix Groups(int n, int d, int k)
    {
        var rng = new Rng(1);
        var centres = new Matrix(k, d);
        foreach (ref var value in centres.Values.AsSpan()) value = (float)rng.NextGaussian();
        var points = new Matrix(n, d);
        Blocks.For(n, 1000, (block, start, end) =>
        {
            var own = rng.Fork((ulong)block);
            for (var i = start; i < end; i++)
            {
                var centre = own.NextInt(k);
                for (var t = 0; t < d; t++) points[i, t] = centres[centre, t] + (float)own.NextGaussian();
            }
        });
        return points;
    }
}
