using System.Diagnostics;
using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Profiles;
using UserSegments.Recommendation;

namespace Benchmarks.Recommendation;

/// <summary>Where segments help, where they do not, how sure: <see cref="SegmentStudy"/> on real data, and what segments do to speed.</summary>
internal static class SegmentsBenchmark
{
    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("Usage: recommendation-segments FOLDER or NAME...");
            return 2;
        }
        foreach (var folder in args)
        {
            var data = Datasets.Open(folder);
            Console.WriteLine(Text($"== {data.Name}: {data.Users.Count:N0} users, {data.Items.Count:N0} items, {data.Interactions.Count:N0} interactions"));
            var watch = Stopwatch.StartNew();
            Console.WriteLine(SegmentStudy.Run(data));
            Console.WriteLine(Text($"study: {watch.Elapsed.TotalSeconds:0.0} s"));
            Speed(data);
        }
        return 0;
    }

    // Neighbours sought among everybody, and in the segment alone: k times fewer pairs.
    private static void Speed(Dataset data)
    {
        var split = data.HasTime ? Splits.ByTime(data, 0.2) : Splits.RandomPerUser(data, 0.2, 1);
        var space = TextSpace.Fit(split.Train, new TextSpaceOptions { Seed = 1 });
        var labels = space.ForAllUsers(new KMeans(new KMeansOptions { K = 8, Seed = 1 }).Fit(space.Points)).Labels;
        var parts = split.Train.Interactions.Where(x => labels[x.User] >= 0).GroupBy(x => labels[x.User]).Select(part => split.Train.With(part)).ToArray();
        foreach (var recipe in new IRecommender[] { new UserNeighbours(), new ItemNeighbours() })
        {
            recipe.Fit(split.Train);
            var (all, apart) = (Seconds(() => recipe.Fit(split.Train)), Seconds(() => Array.ForEach(parts, part => recipe.Fit(part))));
            Console.WriteLine(Text($"{recipe.Name}: fitted to all {all:0.000} s, to each of {parts.Length} segments alone {apart:0.000} s together, ratio {all / apart:0.00}"));
        }
    }

    // The median of three.
    private static double Seconds(Action action)
    {
        var times = new double[3];
        for (var run = 0; run < times.Length; run++)
        {
            var watch = Stopwatch.StartNew();
            action();
            times[run] = watch.Elapsed.TotalSeconds;
        }
        return times.Order().ElementAt(1);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
