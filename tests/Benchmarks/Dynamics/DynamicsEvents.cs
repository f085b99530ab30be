using UserSegments.Dynamics;

namespace Benchmarks.Dynamics;

/// <summary>Events of segments against what was planted: precision, recall and delay, for a fixed number of groups made anew at every window and for groups that are born and die.</summary>
/// <remarks>
/// A found event is right if it says of a group what was planted for the segment that most of its people are in, from the month of the plan to two months after its last: who loses (death, merge,
/// shrinking, migration from) where the segment loses or shifts, who gains (birth, split, growth, migration to) where it gains. Precision: share of found events that are right; recall: share of
/// planted ones with a right event.
/// </remarks>
internal static class DynamicsEvents
{
    /// <param name="args">[MARKETS, 5] [FIRST seed, 11].</param>
    public static int Run(string[] args)
    {
        var (count, first) = (MarketRun.Number(args, 0, 5), MarketRun.Number(args, 1, 11));
        (string Name, Regrouping Policy, int K)[] ways = [("anew, k = 8", Regrouping.EveryWindow, 8), ("anew, k = 7", Regrouping.EveryWindow, 7), ("adaptive from k = 7", Regrouping.Adaptive, 7), ("adaptive from k = 8", Regrouping.Adaptive, 8)];
        var found = ways.ToDictionary(way => way.Name, _ => (Found: 0, Right: 0, Seen: new List<(string Kind, int? Delay)>()));
        foreach (var run in MarketRun.Draw(first, count, true))
        {
            foreach (var (name, policy, k) in ways)
            {
                var (ids, events) = Events(run, policy, k);
                var (right, seen) = Match(run, ids, events);
                var sum = found[name];
                sum.Seen.AddRange(seen);
                found[name] = (sum.Found + events.Count, sum.Right + right, sum.Seen);
            }
        }
        Console.WriteLine($"{count} markets with drift from seed {first}, {MarketRun.Months - MarketRun.Learn} windows each");
        foreach (var (name, (all, right, seen)) in found)
        {
            Console.WriteLine($"{name}: {right} of {all} events right (precision {MarketRun.Text((double)right / Math.Max(1, all), "0.00")}), {seen.Count(x => x.Delay is not null)} of {seen.Count} planted seen (recall {MarketRun.Text((double)seen.Count(x => x.Delay is not null) / seen.Count, "0.00")})");
            foreach (var kind in seen.GroupBy(x => x.Kind))
            {
                int[] delays = [.. kind.Where(x => x.Delay is not null).Select(x => x.Delay!.Value).Order()];
                Console.WriteLine($"  {kind.Key,-10} {delays.Length} of {kind.Count()} seen, delays in months after its own: {(delays.Length == 0 ? "-" : string.Join(" ", delays))}");
            }
        }
        foreach (var (name, policy, k) in ways)
        {
            var events = MarketRun.Draw(100 + first, count, false).SelectMany(run => Events(run, policy, k).Events).ToArray();
            Console.WriteLine($"without drift, {name}: {events.Length} events in {count * (MarketRun.Months - MarketRun.Learn)} windows ({string.Join(", ", events.CountBy(e => e.Kind).Select(x => $"{x.Key} {x.Value}"))})");
        }
        return 0;
    }

    private static (IReadOnlyList<int[]> Ids, IReadOnlyList<SegmentEvent> Events) Events(MarketRun run, Regrouping policy, int k)
    {
        var (labels, centres, events) = run.Follow(policy, k);
        if (policy == Regrouping.Adaptive) return (labels, events);
        var timeline = SegmentTimeline.Track(labels, centres, new SegmentTrackingOptions { SizeChange = 0.2 });
        return (timeline.Ids, timeline.Events);
    }

    private static (int Right, IEnumerable<(string, int?)> Seen) Match(MarketRun run, IReadOnlyList<int[]> ids, IReadOnlyList<SegmentEvent> events)
    {
        var (right, first) = (0, run.Truth.Events.ToDictionary(planted => planted, _ => (int?)null));
        foreach (var e in events)
        {
            var month = MarketRun.Learn + e.Window;
            var losing = e.Kind is SegmentEventKind.Death or SegmentEventKind.Merge or SegmentEventKind.Shrink or SegmentEventKind.Migration ? run.SegmentOf(ids[e.Window - 1], e.From[0], e.Window - 1) : -1;
            var gaining = e.Kind is SegmentEventKind.Birth or SegmentEventKind.Split or SegmentEventKind.Growth or SegmentEventKind.Migration ? run.SegmentOf(ids[e.Window], e.To[^1], e.Window) : -1;
            var planted = run.Truth.Events.FirstOrDefault(p => month >= p.Month && month <= p.LastMonth + 2 && (p.From == losing || p.To.Contains(gaining)));
            if (planted is null) continue;
            right++;
            first[planted] ??= month - planted.Month;
        }
        return (right, first.Select(x => (x.Key.Kind, x.Value)));
    }
}
