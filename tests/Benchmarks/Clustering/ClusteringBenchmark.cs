using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using UserSegments.Clustering;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace Benchmarks.Clustering;

/// <summary>The .NET half of peers/clustering: does what it is told on standard input, one line a task, and answers with seconds and a result.</summary>
/// <remarks>
/// kmeans POINTS n d START k passes OUT | pca POINTS n d rank OUT | pca-randomized ... | tree LINKAGE POINTS n d OUT | silhouette POINTS n d LABELS |
/// dbscan POINTS n d radius minPoints OUT | hdbscan POINTS n d minSize OUT | spectral, gaussian, cut ... | peak.
/// Points are raw float32, labels raw int32.
/// </remarks>
internal static class ClusteringBenchmark
{
    private static readonly Dictionary<string, Matrix> Loaded = [];

    public static int Run(string[] arguments)
    {
        while (Console.In.ReadLine() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            Console.WriteLine(Answer(words));
            Console.Out.Flush();
        }
        return 0;
    }

    private static string Answer(string[] w)
    {
        if (w[0] == "peak") return Text($"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0}");
        if (w[0] == "cpu") return Text($"{Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:R}");
        if (w[0] == "forget")
        {
            Loaded.Clear();
            GC.Collect();
            return "ok";
        }
        if (w[0] == "tree") return Tree(w);
        var points = Points(w[1], Int(w[2]), Int(w[3]));
        return w[0] switch
        {
            "kmeans" => Group(w[7], () => new KMeans(new() { K = Int(w[5]), Start = Points(w[4], Int(w[5]), points.Columns), MaxPasses = Int(w[6]), Tolerance = 0 }).Fit(points)),
            "kmeans-best" => Group(w[6], () => new KMeans(new() { K = Int(w[4]), Seed = 1, Restarts = Int(w[5]) }).Fit(points)),
            "pca" or "pca-randomized" => Reduce(w, points),
            "silhouette" => Silhouettes(w, points),
            "dbscan" => Group(w[6], () => new Dbscan(new() { Radius = Real(w[4]), MinPoints = Int(w[5]) }).Fit(points)),
            "hdbscan" => Group(w[5], () => new Hdbscan(new() { MinGroupSize = Int(w[4]) }).Fit(points).Clustering),
            "cut" => Group(w[6], () => new Agglomerative(new() { Linkage = Enum.Parse<Linkage>(w[5], true) }).Fit(points).Cut(Int(w[4]))),
            _ => throw new ArgumentException($"Unknown task '{w[0]}'.", nameof(w)),
        };
    }

    private static string Group(string path, Func<UserSegments.Clustering.Clustering> fit)
    {
        var clock = Stopwatch.StartNew();
        var groups = fit();
        var seconds = clock.Elapsed.TotalSeconds;
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(groups.Labels.AsSpan()));
        return Text($"{seconds:R} {groups.Inertia ?? 0:R} {groups.Passes ?? 0}");
    }

    private static string Reduce(string[] w, Matrix points)
    {
        var clock = Stopwatch.StartNew();
        var model = Pca.Fit(points, new() { Components = Int(w[4]), Solver = w[0] == "pca" ? PcaSolver.Covariance : PcaSolver.Randomized, Seed = 1 });
        var scores = model.Transform(points);
        var seconds = clock.Elapsed.TotalSeconds;
        File.WriteAllBytes(w[5], MemoryMarshal.AsBytes(scores.Values.AsSpan()));
        return Text($"{seconds:R} {model.ExplainedVariance.Sum():R}");
    }

    private static string Silhouettes(string[] w, Matrix points)
    {
        var labels = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(w[4])).ToArray();
        var clock = Stopwatch.StartNew();
        var mean = Silhouette.Mean(points, labels);
        return Text($"{clock.Elapsed.TotalSeconds:R} {mean:R}");
    }

    private static string Tree(string[] w)
    {
        var points = Points(w[2], Int(w[3]), Int(w[4]));
        var clock = Stopwatch.StartNew();
        var tree = new Agglomerative(new() { Linkage = Enum.Parse<Linkage>(w[1], true) }).Fit(points);
        var seconds = clock.Elapsed.TotalSeconds;
        var flat = tree.Merges.SelectMany(merge => new[] { merge.Left, merge.Right, merge.Height, merge.Size }).ToArray();
        File.WriteAllBytes(w[5], MemoryMarshal.AsBytes(flat.AsSpan()));
        return Text($"{seconds:R}");
    }

    private static Matrix Points(string path, int rows, int columns)
    {
        if (Loaded.TryGetValue(path, out var points)) return points;
        return Loaded[path] = new Matrix(rows, columns, MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray());
    }

    private static int Int(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static double Real(string word) => double.Parse(word, CultureInfo.InvariantCulture);

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
