using System.Diagnostics;
using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Dynamics;
using UserSegments.Evaluation;
using UserSegments.Profiles;
using UserSegments.Recommendation;

namespace Benchmarks.Dynamics;

/// <summary>NDCG@10 window after window on a real set: popularity per segment that is grouped once, periodically, smoothly or on drift, with and without fading, sequence neighbours and the sequence model, which is trained on the past and then kept up.</summary>
internal static class DynamicsPrequential
{
    /// <param name="args">DATA [MONTHS a window, 1] [HALF-LIFE in windows, 4] [FROM, a year to begin with] [PASSES of the sequence model, 20].</param>
    public static int Run(string[] args)
    {
        if (args.Length == 0) throw new ArgumentException("Name a data set.");
        int At(int i, int otherwise) => args.Length > i ? int.Parse(args[i], CultureInfo.InvariantCulture) : otherwise;
        var all = Datasets.Open(args[0]);
        var from = new DateTime(At(3, 1), 1, 1, 0, 0, 0, DateTimeKind.Utc);
        // What has no time cannot be followed: Last.fm's listens go, its dated tags stay.
        var data = all.With(all.Interactions.Where(x => x.Time >= from), []);
        var windows = TimeWindows.Calendar(data, At(1, 1));
        var learn = windows.Count / 2;
        var past = data.With(windows.Take(learn).SelectMany(window => window.Interactions), []);
        var events = EventVectors.Of(TextSpace.Fit(past, new TextSpaceOptions { Dimensions = 32, Seed = 1 }), data.Interactions);
        var fade = At(2, 4) * (windows[^1].End - windows[0].Start) / windows.Count;
        var users = UsersInTime.Follow(windows, data.Users.Count, events, fade);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Name}: {data.Interactions.Count:N0} dated interactions, {windows.Count} windows from {windows[0].Start:yyyy-MM}, the first {learn} are the past, half-life {fade.TotalDays:0} days"));
        var (still, fades) = (new Popularity(), new Popularity(new PopularityOptions { HalfLifeDays = fade.TotalDays / 2 }));
        var shape = new SequenceModelOptions { Passes = At(4, 20), LaterPasses = 3, Competitors = 1000, Seed = 1 };
        var methods = new List<(string, Func<int, Dataset, IScorer>)>
        {
            ("popularity", (_, before) => still.Fit(before)), ("popularity, fading", (_, before) => fades.Fit(before)),
            ("item neighbours", (_, before) => new ItemNeighbours().Fit(before)), ("sequence neighbours", (_, before) => new SequenceNeighbours().Fit(before)),
            ("sequence model", KeptUp(shape)), ("sequence model, fading", KeptUp(shape with { HalfLifeDays = fade.TotalDays / 2 })),
        };
        foreach (var (policy, name) in new[] { (Regrouping.Never, "static"), (Regrouping.EveryWindow, "periodic"), (Regrouping.Smoothed, "smoothed"), (Regrouping.OnDrift, "on drift"), (Regrouping.Adaptive, "adaptive") })
        {
            var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 8, Seed = 1 }, Regrouping = policy });
            var (labels, row) = (new List<int[]>(), 0);
            for (var w = 0; w < windows.Count; w++)
            {
                foreach (var x in windows[w].Interactions) follower.Observe(x.User, events.Row(row++));
                if (w >= learn - 1) labels.Add(follower.Next(users[w]));
            }
            methods.Add((name, (w, before) => new PerSegment(still, labels[w - learn]).Fit(before)));
            methods.Add(($"{name}, fading", (w, before) => new PerSegment(fades, labels[w - learn]).Fit(before)));
            Console.WriteLine($"{name}: regrouped {follower.Regrouped.Count - (policy == Regrouping.Adaptive ? 0 : 1)} times, {follower.Alarms.Count} alarms; {string.Join(", ", follower.Events.CountBy(e => e.Kind).Select(x => $"{x.Key} {x.Value}"))}");
        }
        var seconds = new double[methods.Count];
        var report = Prequential.Run(data, windows, learn, [.. methods.Select((method, m) => (method.Item1, (Func<int, Dataset, IScorer>)((w, before) =>
        {
            var start = Stopwatch.GetTimestamp();
            var scorer = method.Item2(w, before);
            seconds[m] += Stopwatch.GetElapsedTime(start).TotalSeconds;
            return scorer;
        })))]);
        Console.WriteLine($"seconds of fitting: {string.Join(", ", methods.Select((method, m) => $"{method.Item1} {MarketRun.Text(seconds[m], "0.0")}"))}");
        Console.WriteLine($"{report.People} people over {report.Windows.Count} windows");
        Console.WriteLine(report.Against("static"));
        foreach (var name in new[] { "periodic, fading", "smoothed, fading", "on drift, fading", "adaptive, fading", "sequence model", "sequence model, fading" })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} against static, fading: {report.Compare(name, "static, fading").Difference}, p = {report.Compare(name, "static, fading").PValue:0.0000}"));
        return 0;
    }

    // Trained once on the past, then kept up window after window.
    private static Func<int, Dataset, IScorer> KeptUp(SequenceModelOptions options)
    {
        var model = new SequenceModel(options);
        SequenceScorer? scorer = null;
        return (_, before) => scorer = scorer is null ? model.Train(before) : model.Continue(scorer, before);
    }
}
