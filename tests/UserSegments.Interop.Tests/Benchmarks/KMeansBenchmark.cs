using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using UserSegments.Clustering;
using UserSegments.Display;
using UserSegments.Interop.MachineLearning;
using UserSegments.Numerics;

namespace UserSegments.Interop.Tests.Benchmarks;

/// <summary>ML.NET's k-means through our view, through its own LoadFromEnumerable, and this library's k-means: the same rows, one start each, in turn.</summary>
internal static class KMeansBenchmark
{
    private const int Columns = 384;
    private const int K = 50;

    public static int Run(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        // In every dimension centres spread a quarter as wide as the noise around them: some seven deviations from centre to centre in 384.
        var points = Toys.Blobs(rows, Columns, K, 4, seed: 7);
        var truth = Enumerable.Range(0, rows).Select(i => i % K).ToArray();
        var objects = Enumerable.Range(0, rows).Select(i => new Vector { Features = points.Row(i).ToArray() }).ToArray();

        Clustering.Clustering MlNet(Func<MLContext, IDataView> load, int seed)
        {
            var context = new MLContext(seed);
            var model = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = K }).Fit(load(context)).Model;
            VBuffer<float>[]? given = null;
            model.GetClusterCentroids(ref given, out _);
            var centres = new Matrix(K, Columns);
            for (var j = 0; j < K; j++) given[j].CopyTo(centres.Row(j));
            return new Clustering.Clustering([], "ML.NET") { Centres = centres };
        }

        Clustering.Clustering Ours(ulong seed, int restarts, int threads)
        {
            using (Blocks.UseThreads(threads)) return new KMeans(new() { K = K, Seed = seed, Restarts = restarts }).Fit(points);
        }

        var both = Environment.ProcessorCount;
        (string Name, Func<int, Clustering.Clustering> Fit)[] contestants =
        [
            ("ML.NET, our view", seed => MlNet(_ => points.ToDataView(), seed)),
            ("ML.NET, LoadFromEnumerable", seed => MlNet(context => context.Data.LoadFromEnumerable(objects), seed)),
            ("ours, one start, 1 thread", seed => Ours((ulong)seed, 1, 1)),
            ($"ours, one start, {both} threads", seed => Ours((ulong)seed, 1, both)),
            ($"ours, five starts (its default), {both} threads", seed => Ours((ulong)seed, 5, both)),
        ];
        foreach (var (_, fit) in contestants[..^1]) fit(99);              // once unmeasured: code is compiled, memory is mapped
        var runs = contestants.Select(_ => new List<(double Seconds, double Inertia, double Purity)>()).ToArray();
        for (var round = 1; round <= rounds; round++)
        {
            for (var c = 0; c < contestants.Length; c++)
            {
                GC.Collect();
                var clock = Stopwatch.StartNew();
                var groups = contestants[c].Fit(round);
                runs[c].Add((clock.Elapsed.TotalSeconds, Inertia(points, groups.Centres!, out var labels), Purity(truth, labels)));
            }
        }
        var table = Table.Of(
            contestants.Select((contestant, c) => (contestant.Name, Runs: runs[c])),
            ("k-means", row => row.Name),
            ("time, median (s)", row => Median(row.Runs.Select(run => run.Seconds))),
            ("time, least (s)", row => row.Runs.Min(run => run.Seconds)),
            ("inertia, median", row => Median(row.Runs.Select(run => run.Inertia))),
            ("purity, median", row => Median(row.Runs.Select(run => run.Purity))),
            ("purity, least", row => row.Runs.Min(run => run.Purity)));
        Console.WriteLine(table.Digits("inertia, median", 6).WithCaption(string.Create(
            CultureInfo.InvariantCulture, $"{rows:N0} x {Columns}, k = {K}, seeds 1 to {rounds} in turn; ML.NET on {Math.Max(1, both / 2)} of {both} processors, its cap")));
        return 0;
    }

    private static double Inertia(Matrix points, Matrix centres, out int[] labels)
    {
        var nearest = new Clustering.Clustering([], "centres") { Centres = centres }.Predict(points);
        labels = nearest;
        return Blocks.Sum(points.Rows, 1024, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++)
            {
                for (var j = 0; j < Columns; j++)
                {
                    var gap = (double)points[i, j] - centres[nearest[i], j];
                    sum += gap * gap;
                }
            }
            return sum;
        });
    }

    private static double Purity(int[] truth, int[] labels) =>
        truth.Zip(labels).GroupBy(pair => pair.Second).Sum(group => group.GroupBy(pair => pair.First).Max(part => part.Count())) / (double)truth.Length;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed class Vector
    {
        [VectorType(Columns)]
        public float[] Features { get; set; } = [];
    }
}
