using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Dynamics;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace Benchmarks.Dynamics;

/// <summary>A simulated market of 3,000 people, ready to be followed month by month: half a year is the past, events are the vectors of their items.</summary>
internal sealed record MarketRun(IReadOnlyList<TimeWindow> Windows, MarketTruth Truth, Matrix Events, IReadOnlyList<UsersInTime> Users, int Past)
{
    public const int Learn = 6, Months = 12;

    public int Steps => Months - Learn + 1;

    public static IEnumerable<MarketRun> Draw(int first, int count, bool drift) => Enumerable.Range(first, count).Select(seed => Prepare((ulong)seed, drift));

    /// <summary>Segments at the end of month 6 and of every month after it; the adaptive ones are grouped a month earlier, so that a birth in month 7 has a window before it. Events: steps from month 6.</summary>
    public (int[][] Labels, Matrix[] Centres, IReadOnlyList<SegmentEvent> Events) Follow(Regrouping policy, int k, double margin = 0)
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = k, Seed = 1 }, Regrouping = policy, Margin = margin });
        var (labels, centres, row, early) = (new List<int[]>(), new List<Matrix>(), 0, policy == Regrouping.Adaptive ? 1 : 0);
        for (var w = 0; w < Months; w++)
        {
            foreach (var x in Windows[w].Interactions) follower.Observe(x.User, Events.Row(row++));
            if (w < Learn - 1 - early) continue;
            var own = follower.Next(Users[w]);
            if (w < Learn - 1) continue;
            labels.Add(own);
            centres.Add(follower.Centres);
        }
        return ([.. labels], [.. centres], [.. follower.Events.Where(e => e.Window > early).Select(e => e with { Window = e.Window - early })]);
    }

    public double Ari(int[] labels, int step) => PartitionAgreement.AdjustedRand([.. Users[Learn - 1 + step].Present.Select(u => TrueSegment(u, step))], [.. Users[Learn - 1 + step].Present.Select(u => labels[u])]);

    public int TrueSegment(int user, int step) => Truth.SegmentAt(user, Learn + step);

    /// <summary>The true segment that most people of a group are in; -1 where it has nobody.</summary>
    public int SegmentOf(int[] labels, int group, int step) =>
        Enumerable.Range(0, labels.Length).Where(u => labels[u] == group).CountBy(u => TrueSegment(u, step)).OrderByDescending(x => x.Value).Select(x => x.Key).FirstOrDefault(-1);

    public static string Text(double value, string format = "0.000") => value.ToString(format, CultureInfo.InvariantCulture);

    public static int Number(string[] args, int i, int otherwise) => args.Length > i ? int.Parse(args[i], CultureInfo.InvariantCulture) : otherwise;

    private static MarketRun Prepare(ulong seed, bool drift)
    {
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Seed = seed, Drift = drift });
        var (data, windows) = (market.Dataset, TimeWindows.Calendar(market.Dataset));
        var past = data.With(windows.Take(Learn).SelectMany(window => window.Interactions), []);
        var events = EventVectors.OfItems(TextSpace.Fit(past, new TextSpaceOptions { Dimensions = 32, Seed = 1 }), data.Interactions);
        return new MarketRun(windows, market.Truth, events, UsersInTime.Follow(windows, data.Users.Count, events, TimeSpan.FromDays(122)), past.Interactions.Count);
    }
}
