using System.Globalization;
using UserSegments.Display;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>The lives of segments: a lane each, as thick as the segment has people, with what happened to it.</summary>
    /// <param name="windows">(w) names of the windows.</param>
    /// <param name="timeline">The segments.</param>
    /// <param name="title">The finding; null: what happened, counted.</param>
    /// <param name="name">What a segment is called; null: its id.</param>
    public static Figure Lives(IReadOnlyList<string> windows, SegmentTimeline timeline, string? title = null, Func<int, string>? name = null)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(timeline);
        Check.SameLength(timeline.Ids.Count, windows.Count, nameof(timeline), nameof(windows));
        var sizes = timeline.Ids.Select(ids => Enumerable.Range(0, timeline.SegmentCount).Select(id => ids.Count(x => x == id)).ToArray()).ToArray();
        var largest = Math.Max(1, sizes.SelectMany(size => size).DefaultIfEmpty().Max());
        var traces = new List<Trace>();
        for (var id = 0; id < timeline.SegmentCount; id++) traces.Add(Lane(id, sizes, largest));
        traces.Add(new PathTrace("", [.. timeline.Events.Where(e => e.Kind is SegmentEventKind.Split or SegmentEventKind.Merge or SegmentEventKind.Migration)
            .Select(e => (IReadOnlyList<(double, double)>)[(e.Window - 1.0, -e.From[0]), (e.Window, -e.To[^1])])]) { Colour = Palette.Ink });
        foreach (var kind in Enum.GetValues<SegmentEventKind>())
        {
            var events = timeline.Events.Where(e => e.Kind == kind).ToArray();
            if (events.Length == 0) continue;
            traces.Add(new ScatterTrace(kind.ToString().ToLowerInvariant(), [.. events.Select(Place)], [.. events.Select(e => (double)-(e.To.Count > 0 ? e.To[^1] : e.From[0]))])
            {
                Marker = kind switch { SegmentEventKind.Birth => MarkerShape.Circle, SegmentEventKind.Death => MarkerShape.Cross, SegmentEventKind.Split => MarkerShape.Diamond, SegmentEventKind.Merge or SegmentEventKind.Migration => MarkerShape.Square, SegmentEventKind.Growth => MarkerShape.Triangle, _ => MarkerShape.TriangleDown },
                Size = 9, Opacity = 1, Colour = kind is SegmentEventKind.Growth or SegmentEventKind.Shrink ? "#5A5A5A" : Palette.Ink,
                Texts = [.. events.Select(e => string.Create(CultureInfo.InvariantCulture, $"{kind}, confidence {e.Confidence:0.00}"))],
            });
        }
        var counted = timeline.Events.GroupBy(e => e.Kind).OrderBy(group => group.Key).Select(group => $"{group.Key.ToString().ToLowerInvariant()} {group.Count().ToString(CultureInfo.InvariantCulture)}");
        return new Figure(title ?? (timeline.Events.Count == 0 ? "Nothing happened to the segments" : $"What happened to the segments: {string.Join(", ", counted)}"))
        {
            X = new Axis("window") { Ticks = [.. windows.Select((text, w) => ((double)w, text))], Minimum = -0.5, Maximum = Math.Max(1, windows.Count - 0.5) },
            Y = new Axis("segment") { Ticks = [.. Enumerable.Range(0, timeline.SegmentCount).Select(id => ((double)-id, name?.Invoke(id) ?? Segment(id)))], Minimum = 0.4 - Math.Max(1, timeline.SegmentCount), Maximum = 0.6, Grid = false },
            Traces = traces,
            Height = Math.Clamp(170 + 32 * timeline.SegmentCount, 420, 1400),
            Note = string.Create(CultureInfo.InvariantCulture, $"Thickness: people, at most {largest:N0}. Growth and shrinking: the share of all people changed by as much as the options say."),
        };

        // A death is drawn behind the last window of the segment.
        static double Place(SegmentEvent e) => e.Kind == SegmentEventKind.Death ? e.Window - 0.8 : e.Window;
    }

    private static AreaTrace Lane(int id, int[][] sizes, int largest)
    {
        var alive = Enumerable.Range(0, sizes.Length).Where(w => sizes[w][id] > 0).ToArray();
        double Half(int w) => 0.04 + 0.38 * sizes[w][id] / largest;
        // Half a window stands before the first and after the last, so that a life of one window is seen.
        (double X, int W)[] there = alive.Length == 0 ? [] : [(alive[0] - 0.2, alive[0]), .. alive.Select(w => ((double)w, w)), (alive[^1] + 0.2, alive[^1])];
        return new AreaTrace("", [.. there.Select(p => p.X), .. there.Reverse().Select(p => p.X)], [.. there.Select(p => -id + Half(p.W)), .. there.Reverse().Select(p => -id - Half(p.W))])
        {
            Colour = Lasting(id),
            Opacity = 0.7,
        };
    }
}
