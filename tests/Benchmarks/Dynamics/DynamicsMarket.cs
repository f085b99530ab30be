using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Dynamics;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace Benchmarks.Dynamics;

/// <summary>Simulated markets of several seeds, with and without planted drift: agreement with the truth, events, alarms and their delay, false alarms, ids that stay.</summary>
internal static class DynamicsMarket
{
    private const int K = 8, Learn = 6, Allowed = 10;                        // false alarms allowed per 1,000 windows of a segment
    private static readonly (string Name, Func<double, IDriftDetector> Make, double[] From)[] Detectors =
    [
        ("Page-Hinkley", threshold => new PageHinkley(0.01, threshold), [.. Enumerable.Range(0, 14).Select(i => 0.5 * Math.Pow(1.4, i))]),
        ("ADWIN", strictness => new Adwin(1 / strictness), [.. Enumerable.Range(1, 14).Select(i => Math.Pow(3, i))]),
        ("KSWIN", strictness => new Kswin(1 / strictness, 200, 60, 1), [.. Enumerable.Range(2, 12).Select(i => Math.Pow(10, i))]),
    ];

    /// <param name="args">Number of markets of each sort; 5 unless given.</param>
    public static int Run(string[] args)
    {
        var markets = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var (aris, changed, alarms, matched) = (new Dictionary<Regrouping, List<double[]>>(), new List<double[]>(), new List<(string Event, int Detector, double? Delay)>(), new List<(int Found, int Right, int Planted, int Seen)>());
        foreach (var policy in Enum.GetValues<Regrouping>()) aris[policy] = [];
        for (var seed = 1; seed <= markets; seed++)
        {
            var run = Prepare((ulong)seed, true);
            foreach (var policy in aris.Keys)
            {
                var (labels, centres) = Follow(run, policy);
                aris[policy].Add([.. labels.Select((own, i) => Ari(run, own, Learn - 1 + i))]);
                if (policy != Regrouping.EveryWindow) continue;
                var timeline = SegmentTimeline.Track(labels, centres, new SegmentTrackingOptions { SizeChange = 0.2 });
                matched.Add(Match(run, timeline));
                var truth = labels.Select((_, i) => run.Users[Learn - 1 + i].ForAllUsers([.. run.Users[Learn - 1 + i].Present.Select(u => run.Truth.SegmentAt(u, Learn + i))])).ToArray();
                changed.Add([WithoutMove(timeline.Ids, truth), WithoutMove(Follow(run, Regrouping.Smoothed).Labels, truth), WithoutMove(Follow(run, Regrouping.Never).Labels, truth)]);
            }
            alarms.AddRange(Delays(run));
            Console.WriteLine($"market {seed} of {markets} with drift done");
        }
        Console.WriteLine($"ARI with the truth at the end of months {Learn} to 12, mean of {markets} markets of 3,000 people");
        foreach (var (policy, rows) in aris) Console.WriteLine($"  {policy,-12} {string.Join(" ", Enumerable.Range(0, rows[0].Length).Select(i => Text(rows.Average(row => row[i]), "0.000")))}");
        Console.WriteLine($"people without a true move whose id changed, a window: every window {Text(100 * changed.Average(x => x[0]), "0.0")} %, smoothed {Text(100 * changed.Average(x => x[1]), "0.0")} %, never {Text(100 * changed.Average(x => x[2]), "0.0")} %");
        Console.WriteLine($"events of segments (every window): {matched.Sum(x => x.Found)} found, {matched.Sum(x => x.Right)} match a planted one (precision {Text(matched.Sum(x => x.Right) / Math.Max(1.0, matched.Sum(x => x.Found)), "0.00")}); {matched.Sum(x => x.Seen)} of {matched.Sum(x => x.Planted)} planted ones are seen (recall {Text(matched.Sum(x => x.Seen) / Math.Max(1.0, matched.Sum(x => x.Planted)), "0.00")})");
        foreach (var kind in alarms.GroupBy(x => (x.Event, x.Detector)).OrderBy(x => x.Key))
        {
            double[] delays = [.. kind.Where(x => x.Delay is not null).Select(x => x.Delay!.Value).Order()];
            Console.WriteLine($"  {kind.Key.Event,-10} {Detectors[kind.Key.Detector].Name,-13} rung in {delays.Length} of {kind.Count()}, median delay {(delays.Length == 0 ? "-" : Text(delays[delays.Length / 2], "0.0"))} days");
        }
        var (falses, windows) = (new int[Detectors.Length], 0);
        for (var seed = 101; seed <= 100 + markets; seed++)
        {
            var run = Prepare((ulong)seed, false);
            foreach (var (d, stretches) in Streams(run).SelectMany(stream => Enumerable.Range(0, Detectors.Length).Select(d => (d, stream))))
            {
                var detector = Detectors[d].Make(run.Settings[d]);
                falses[d] += stretches.GroupBy(x => x.Time.Month).Count(month => month.Sum(x => detector.Add(x.Value) ? 1 : 0) > 0);
            }
            windows += K * (12 - Learn);
        }
        for (var d = 0; d < Detectors.Length; d++)
            Console.WriteLine($"false alarms without drift, {Detectors[d].Name}: {falses[d]} in {windows} windows of a segment, {Text(1000.0 * falses[d] / windows, "0.0")} per 1,000 (allowed {Allowed})");
        return 0;
    }

    private static Market Prepare(ulong seed, bool drift)
    {
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Seed = seed, Drift = drift });
        var (data, windows) = (market.Dataset, TimeWindows.Calendar(market.Dataset));
        var past = data.With(windows.Take(Learn).SelectMany(window => window.Interactions), []);
        var events = EventVectors.Of(TextSpace.Fit(past, new TextSpaceOptions { Dimensions = 32, Seed = 1 }), data.Interactions);
        var run = new Market(windows, market.Truth, events, UsersInTime.Follow(windows, data.Users.Count, events, TimeSpan.FromDays(122)), past.Interactions.Count, []);
        var calm = Static(run);
        double[] reference = [.. past.Interactions.Select((x, i) => calm.Surprise(x.User, events.Row(i))).Where(s => s is not null).Select(s => s!.Value)];
        var stretch = (data.Interactions.Count - past.Interactions.Count) / (12 - Learn) / K;
        return run with { Settings = [.. Detectors.Select(d => DriftCalibration.Choose(d.Make, d.From, reference, stretch, Allowed / 1000.0, 200, 1).Setting)] };
    }

    private static SegmentFollower Static(Market run)
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = K, Seed = 1 } });
        follower.Next(run.Users[Learn - 1]);
        return follower;
    }

    private static (int[][] Labels, Matrix[] Centres) Follow(Market run, Regrouping policy)
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = K, Seed = 1 }, Regrouping = policy });
        var (labels, centres, row) = (new List<int[]>(), new List<Matrix>(), run.Past);
        for (var w = Learn - 1; w < 12; w++)
        {
            if (w >= Learn) foreach (var x in run.Windows[w].Interactions) follower.Observe(x.User, run.Events.Row(row++));
            labels.Add(follower.Next(run.Users[w]));
            centres.Add(follower.Centres);
        }
        return ([.. labels], [.. centres]);
    }

    private static double Ari(Market run, int[] labels, int w) => PartitionAgreement.AdjustedRand(
        [.. run.Users[w].Present.Select(u => run.Truth.SegmentAt(u, w + 1))], [.. run.Users[w].Present.Select(u => labels[u])]);

    // Share of the people whose true segment stayed but whose id did not, mean over steps.
    private static double WithoutMove(IReadOnlyList<int[]> ids, int[][] truth) => Enumerable.Range(1, ids.Count - 1).Average(i =>
        Enumerable.Range(0, ids[i].Length).Where(u => truth[i][u] >= 0 && truth[i][u] == truth[i - 1][u]).Average(u => ids[i][u] == ids[i - 1][u] ? 0.0 : 1));

    private static List<(DateTime Time, double Value)>[] Streams(Market run)
    {
        var (follower, streams, row, labels) = (Static(run), Enumerable.Range(0, K).Select(_ => new List<(DateTime, double)>()).ToArray(), run.Past, Static(run).Next(run.Users[Learn - 1]));
        for (var w = Learn; w < 12; w++)
        {
            foreach (var x in run.Windows[w].Interactions)
                if (follower.Surprise(x.User, run.Events.Row(row++)) is { } surprise) streams[labels[x.User]].Add((x.Time!.Value, surprise));
            labels = follower.Next(run.Users[w]);
        }
        return streams;
    }

    // The first alarm on or after the first day of the event, in the segment where most people of the segment are that loses or shifts.
    private static IEnumerable<(string, int, double?)> Delays(Market run)
    {
        var (streams, labels) = (Streams(run), Static(run).Next(run.Users[Learn - 1]));
        foreach (var planted in run.Truth.Events)
        {
            var home = run.Users[Learn - 1].Present.Where(u => run.Truth.SegmentAt(u, Learn) == planted.From).CountBy(u => labels[u]).MaxBy(x => x.Value).Key;
            var start = run.Truth.Start.AddMonths(planted.Month - 1);
            for (var d = 0; d < Detectors.Length; d++)
            {
                var detector = Detectors[d].Make(run.Settings[d]);
                DateTime[] rung = [.. streams[home].Where(x => detector.Add(x.Value)).Select(x => x.Time).Where(time => time >= start)];
                yield return (planted.Kind, d, rung.Length == 0 ? null : (rung[0] - start).TotalDays);
            }
        }
    }

    // A found event is right if it says of a group what was planted for the segment most of its people are in, in the window of the event or the two after it.
    private static (int, int, int, int) Match(Market run, SegmentTimeline timeline)
    {
        var (right, seen) = (0, new HashSet<string>());
        foreach (var e in timeline.Events)
        {
            var loses = e.Kind is SegmentEventKind.Death or SegmentEventKind.Merge or SegmentEventKind.Shrink;
            var (window, id) = (loses ? e.Window - 1 : e.Window, loses ? e.From[0] : e.To[^1]);
            var segment = Enumerable.Range(0, timeline.Ids[window].Length).Where(u => timeline.Ids[window][u] == id).CountBy(u => run.Truth.SegmentAt(u, Learn + window)).MaxBy(x => x.Value).Key;
            var match = run.Truth.Events.FirstOrDefault(p => p.Kind != "shift" && Learn + e.Window >= p.Month && Learn + e.Window <= p.Month + 2 && (loses ? p.From == segment : p.To.Contains(segment)));
            if (match is null) continue;
            right++;
            seen.Add(match.Kind);
        }
        return (timeline.Events.Count, right, run.Truth.Events.Count(p => p.Kind != "shift"), seen.Count);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Market(IReadOnlyList<TimeWindow> Windows, MarketTruth Truth, Matrix Events, IReadOnlyList<UsersInTime> Users, int Past, double[] Settings);
}
