using UserSegments.Dynamics;

namespace Benchmarks.Dynamics;

/// <summary>Drift detectors over each segment's surprise, set on the past: false alarms on markets without drift against the rate that was set, delays on markets with it.</summary>
internal static class DynamicsDrift
{
    private const int K = 7, Allowed = 10;                                    // false alarms allowed per 1,000 windows of a segment
    private static readonly (string Name, Func<double, IDriftDetector> Make, double[] From)[] Detectors =
    [
        ("Page-Hinkley", threshold => new PageHinkley(0.01, threshold), [.. Enumerable.Range(0, 18).Select(i => 0.5 * Math.Pow(1.3, i))]),
        ("ADWIN", strictness => new Adwin(1 / strictness), [.. Enumerable.Range(1, 14).Select(i => Math.Pow(3, i))]),
        ("KSWIN", strictness => new Kswin(1 / strictness, 200, 60, 1), [.. Enumerable.Range(2, 14).Select(i => Math.Pow(10, i))]),
    ];

    /// <param name="args">[MARKETS of each sort, 5] [FIRST seed, 1; without drift 100 more].</param>
    public static int Run(string[] args)
    {
        var (count, first) = (MarketRun.Number(args, 0, 5), MarketRun.Number(args, 1, 1));
        (string Name, int Block, int InARow)[] ways = [("independent numbers, a fresh detector a window", 1, 1), ("blocks of 100 around the mean of their segment, one detector through all windows", 100, MarketRun.Months - MarketRun.Learn)];
        var (with, without) = (MarketRun.Draw(first, count, true).ToArray(), MarketRun.Draw(100 + first, count, false).ToArray());
        foreach (var (name, block, inARow) in ways)
        {
            Console.WriteLine($"set with {name} to {Allowed} per 1,000:");
            for (var d = 0; d < Detectors.Length; d++)
            {
                var (falses, windows) = (0, 0);
                foreach (var run in without)
                {
                    var setting = Setting(run, d, block, inARow);
                    foreach (var stream in Streams(run, MarketRun.Learn, MarketRun.Months))
                    {
                        var detector = Detectors[d].Make(setting);
                        falses += stream.GroupBy(x => x.Time.Month).Count(month => month.Sum(x => detector.Add(x.Value) ? 1 : 0) > 0);
                        windows += MarketRun.Months - MarketRun.Learn;
                    }
                }
                var delays = with.SelectMany(run => Delays(run, d, Setting(run, d, block, inARow))).ToArray();
                Console.WriteLine($"  {Detectors[d].Name,-13} {falses} false in {windows} windows, {MarketRun.Text(1000.0 * falses / windows, "0.0")} per 1,000; " + string.Join("; ", delays.GroupBy(x => x.Event).Select(kind =>
                {
                    double[] own = [.. kind.Where(x => x.Days is not null).Select(x => x.Days!.Value).Order()];
                    return $"{kind.Key} rung in {own.Length} of {kind.Count()}{(own.Length == 0 ? "" : $", median {MarketRun.Text(own[own.Length / 2], "0")} days")}";
                })));
            }
        }
        return 0;
    }

    // The past is cut in two, so that the reference is what groups of an earlier time say of a later one, as it will be.
    private static double Setting(MarketRun run, int d, int block, int inARow)
    {
        // Segments differ in their mean; blocks of several must not look like one stream whose mean jumps.
        var streams = Streams(run, MarketRun.Learn / 2, MarketRun.Learn).Where(stream => stream.Count > 0).ToArray();
        var mean = streams.SelectMany(stream => stream).Average(x => x.Value);
        double[] reference = [.. streams.SelectMany(stream => { var own = stream.Average(x => x.Value); return stream.Select(x => x.Value - own + mean); })];
        var stretch = (run.Events.Rows - run.Past) / (MarketRun.Months - MarketRun.Learn) / K;
        return DriftCalibration.Choose(Detectors[d].Make, Detectors[d].From, reference, stretch, Allowed / 1000.0, 1200, 1, block, inARow).Setting;
    }

    // Surprise of each segment's events from one month to another, under groups made before the first of them; people are placed anew each month.
    private static List<(DateTime Time, double Value)>[] Streams(MarketRun run, int from, int to)
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new UserSegments.Clustering.KMeansOptions { K = K, Seed = 1 } });
        var (streams, labels) = (Enumerable.Range(0, K).Select(_ => new List<(DateTime, double)>()).ToArray(), follower.Next(run.Users[from - 1]));
        var row = run.Windows.Take(from).Sum(window => window.Interactions.Count);
        for (var w = from; w < to; w++)
        {
            foreach (var x in run.Windows[w].Interactions)
                if (follower.Surprise(x.User, run.Events.Row(row++)) is { } surprise) streams[labels[x.User]].Add((x.Time!.Value, surprise));
            labels = follower.Next(run.Users[w]);
        }
        return streams;
    }

    // The first alarm on or after the first day of the event, in the segment where most people of the segment are that loses or shifts.
    private static IEnumerable<(string Event, double? Days)> Delays(MarketRun run, int d, double setting)
    {
        var (streams, labels) = (Streams(run, MarketRun.Learn, MarketRun.Months), run.Follow(Regrouping.Never, K).Labels[0]);
        foreach (var planted in run.Truth.Events)
        {
            var home = run.Users[MarketRun.Learn - 1].Present.Where(u => run.TrueSegment(u, 0) == planted.From).CountBy(u => labels[u]).MaxBy(x => x.Value).Key;
            var start = run.Truth.Start.AddMonths(planted.Month - 1);
            var detector = Detectors[d].Make(setting);
            DateTime[] rung = [.. streams[home].Where(x => detector.Add(x.Value)).Select(x => x.Time).Where(time => time >= start)];
            yield return (planted.Kind, rung.Length == 0 ? null : (rung[0] - start).TotalDays);
        }
    }
}
