using System.Diagnostics;
using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace Benchmarks.Clustering;

/// <summary>How seconds and peak memory of each algorithm grow with the rows, each size in a process of its own.</summary>
/// <remarks>clustering-growth: all of it; clustering-growth ALGORITHM: its sizes; clustering-growth ALGORITHM ROWS COLUMNS: one, in this process.</remarks>
internal static class ClusteringGrowth
{
    // 46,340 rows are the most whose square of distances fits one array: average linkage ends below.
    private static readonly (string Name, (int Rows, int Columns)[] Sizes)[] Plan =
    [
        ("kmeans", [(1_000, 64), (10_000, 64), (100_000, 64), (1_000_000, 64), (1_000_000, 128)]),
        ("pca", [(1_000, 64), (10_000, 64), (100_000, 64), (1_000_000, 64)]),
        ("ward", [(1_000, 64), (10_000, 64), (100_000, 64)]),
        ("average", [(1_000, 64), (10_000, 64), (30_000, 64)]),
        ("single", [(1_000, 64), (10_000, 64), (100_000, 64)]),
        ("silhouette", [(1_000, 64), (10_000, 64), (100_000, 64)]),
        ("dbscan", [(1_000, 64), (10_000, 64), (100_000, 64), (200_000, 64)]),
        ("hdbscan", [(1_000, 64), (10_000, 64), (100_000, 64)]),
    ];

    public static int Run(string[] arguments)
    {
        if (arguments.Length == 3) return One(arguments);
        if (arguments.Length > 1) throw new ArgumentException("clustering-growth takes no argument, ALGORITHM, or ALGORITHM ROWS COLUMNS.", nameof(arguments));
        var part = Plan.Where(entry => arguments.Length == 0 || entry.Name == arguments[0]).ToArray();
        if (part.Length == 0) throw new ArgumentException($"Unknown algorithm '{arguments[0]}', expected one of {string.Join(", ", Plan.Select(entry => entry.Name))}.", nameof(arguments));
        Console.WriteLine(ClusteringBenchmark.Text($"{Blocks.Threads} threads, 100 Gaussian groups"));
        foreach (var (name, sizes) in part)
        {
            foreach (var (rows, columns) in sizes)
            {
                using var child = Process.Start(Environment.ProcessPath!, [.. Prefix(), "clustering-growth", name, .. new[] { rows, columns }.Select(value => value.ToString(CultureInfo.InvariantCulture))]);
                child.WaitForExit();
                if (child.ExitCode != 0) return child.ExitCode;
            }
        }
        return 0;
    }

    /// <summary>Started by <c>dotnet</c> rather than by its own executable, a process needs the name of the assembly.</summary>
    private static string[] Prefix() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ClusteringGrowth).Assembly.Location] : [];

    private static int One(string[] arguments)
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
            $"{name,-10} {rows,9} x {columns,3} {seconds,9:F3} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6,6:F0} MB, points {4e-6 * rows * columns,4:F0} MB ({result})"));
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
