using System.Diagnostics;
using System.Globalization;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Recommendation;

namespace Benchmarks.Recommendation;

/// <summary>What scale costs, on simulated histories: full-ranking evaluation, EASE on 10,000 items, ALS on 10^7 interactions.</summary>
internal static class ScaleBenchmark
{
    public static int Run(string[] args)
    {
        Console.WriteLine(Text($"{Blocks.Threads} threads"));
        if (args.Length == 0 || args[0] == "evaluation") Evaluation();
        if (args.Length == 0 || args[0] == "ease") EaseOnTenThousandItems();
        if (args.Length == 0 || args[0] == "als") AlsOnTenMillion();
        return 0;
    }

    private static void Evaluation()
    {
        const int users = 100_000, items = 20_000, d = 64, categories = 24;
        var seen = Histories(users, items, 50, 1);
        var gains = Histories(users, items, 10, 2);
        var rng = new Rng(3);
        var shares = SparseMatrix.FromEntries(items, categories, Enumerable.Range(0, items).Select(i => (i, rng.NextInt(categories), 1f)));
        var set = new EvaluationSet(seen, gains, new EvaluationOptions { K = [5, 10, 20] }, shares);
        var scorer = new FactorScorer("factors", Gaussian(users, d, 4), Gaussian(items, d, 5));
        for (var run = 0; run < 3; run++)
        {
            var result = Evaluator.Evaluate(scorer, set);
            Console.WriteLine(Text(
                $"evaluation of {users:N0} users x {items:N0} items, scores by {d} factors included, {result.UserMetricNames.Count + result.OverallMetricNames.Count} metrics: {result.Duration.TotalSeconds:0.00} s, {result.Users.Count / result.Duration.TotalSeconds:N0} users/s, peak memory {Peak():0.00} GB; NDCG@10 {result["NDCG@10"]:0.00000}, AUC {result["AUC"]:0.0000}"));
        }
    }

    private static void EaseOnTenThousandItems()
    {
        var histories = Histories(100_000, 10_000, 40, 6);
        var watch = Stopwatch.StartNew();
        var weights = Ease.Weights(histories);
        Console.WriteLine(Text($"EASE on {histories.Columns:N0} items, {histories.Rows:N0} users, {histories.Count:N0} interactions: {watch.Elapsed.TotalSeconds:0.0} s, peak memory {Peak():0.00} GB; B[0, 1] = {weights[0, 1]:0.000000}"));
    }

    private static void AlsOnTenMillion()
    {
        var histories = Histories(200_000, 20_000, 54, 7);
        const int rounds = 5;
        var watch = Stopwatch.StartNew();
        new ImplicitAls(new ImplicitAlsOptions { Rounds = rounds }).Fit(histories);
        Console.WriteLine(Text($"ALS, 64 factors, {histories.Rows:N0} users, {histories.Columns:N0} items, {histories.Count:N0} interactions: {watch.Elapsed.TotalSeconds / rounds:0.0} s a round, peak memory {Peak():0.00} GB"));
    }

    // Popularity falls as 1 / (rank + 20); repeats within a history are dropped, so histories are a little shorter than drawn.
    private static SparseMatrix Histories(int users, int items, int draws, ulong seed)
    {
        var cumulative = new double[items];
        var total = 0.0;
        for (var i = 0; i < items; i++) cumulative[i] = total += 1.0 / (i + 20);
        var rows = new int[users][];
        var source = new Rng(seed);
        Blocks.For(users, 1000, (block, start, end) =>
        {
            var rng = source.Fork((ulong)block);
            for (var u = start; u < end; u++)
            {
                var own = new SortedSet<int>();
                for (var n = 0; n < draws; n++)
                {
                    var at = Array.BinarySearch(cumulative, rng.NextDouble() * total);
                    own.Add(Math.Min(items - 1, at < 0 ? ~at : at));
                }
                rows[u] = [.. own];
            }
        });
        var starts = new int[users + 1];
        for (var u = 0; u < users; u++) starts[u + 1] = starts[u] + rows[u].Length;
        var indices = new int[starts[^1]];
        for (var u = 0; u < users; u++) rows[u].CopyTo(indices, starts[u]);
        var ones = new float[indices.Length];
        Array.Fill(ones, 1);
        return new SparseMatrix(users, items, starts, indices, ones);
    }

    private static Matrix Gaussian(int rows, int columns, ulong seed)
    {
        var rng = new Rng(seed);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < matrix.Values.Length; i++) matrix.Values[i] = (float)rng.NextGaussian();
        return matrix;
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e9;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
