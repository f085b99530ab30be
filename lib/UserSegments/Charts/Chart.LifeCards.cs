using System.Globalization;
using UserSegments.Display;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>Small multiples: a panel for each segment with its size over the windows, and the words that rise and fall in it.</summary>
    /// <param name="windows">(w) names of the windows.</param>
    /// <param name="ids">For each window, the stable id of each user's segment (users), -1 for users that are absent; as <see cref="SegmentTimeline.Ids"/> gives them.</param>
    /// <param name="trends">What rises and falls in a segment, as <see cref="TermTrend.Of"/> orders it.</param>
    /// <param name="title">The finding; null: which segment gained most of its size and which lost most.</param>
    /// <param name="name">What a segment is called; null: its id.</param>
    /// <param name="words">Words of each sort that are named, at least 1.</param>
    /// <remarks>Four panels a row, all on one scale; a segment without anybody in any window has no panel.</remarks>
    public static Figure LifeCards(
        IReadOnlyList<string> windows, IReadOnlyList<int[]> ids, Func<int, IReadOnlyList<TermTrend>> trends, string? title = null, Func<int, string>? name = null, int words = 3)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(trends);
        Check.SameLength(ids.Count, windows.Count, nameof(ids), nameof(windows));
        Check.AtLeast(words, 1);
        var sizes = Enumerable.Range(0, ids.SelectMany(own => own).DefaultIfEmpty(-1).Max() + 1).Select(id => (Id: id, Sizes: ids.Select(own => own.Count(x => x == id)).ToArray()))
            .Where(segment => segment.Sizes.Any(size => size > 0)).ToArray();
        var (columns, largest) = (Math.Clamp(sizes.Length, 1, 4), sizes.SelectMany(segment => segment.Sizes).DefaultIfEmpty(1).Max());
        var traces = new List<Trace>();
        var (places, texts) = (new List<(double X, double Y)>(), new List<string>());
        foreach (var (i, (id, own)) in sizes.Index())
        {
            var (left, top) = ((double)(i % columns), -(double)(i / columns));
            double X(int w) => left + (windows.Count < 2 ? 0.9 * w : 0.9 * w / (windows.Count - 1));
            var floor = top - 0.66;
            var upper = own.Select((size, w) => (X: X(w), Y: floor + 0.46 * size / largest)).ToArray();
            traces.Add(new AreaTrace("", [left, .. upper.Select(p => p.X), left + 0.9], [floor, .. upper.Select(p => p.Y), floor]) { Colour = Lasting(id), Opacity = 0.7 });
            traces.Add(new PathTrace("", [[(left, floor), (left + 0.9, floor)]]) { Colour = "#9A9A9A", Width = 1 });
            var change = trends(id);
            Write(left, top - 0.1, string.Create(CultureInfo.InvariantCulture, $"{name?.Invoke(id) ?? Segment(id)}: {own[0]:N0} → {own[^1]:N0} people"));
            Write(left, top - 0.75, $"+ {List(change.Where(trend => trend.Score > 0).Take(words))}");
            Write(left, top - 0.87, $"− {List(change.Where(trend => trend.Score < 0).Reverse().Take(words))}");
        }
        traces.Add(new TextTrace([.. places.Select(p => p.X)], [.. places.Select(p => p.Y)], texts) { Beside = true, Size = 12 });
        var rows = Math.Max(1, Blocks.Count(sizes.Length, columns));
        var rate = sizes.Where(segment => segment.Sizes[0] > 0).OrderBy(segment => (double)segment.Sizes[^1] / segment.Sizes[0]).Select(segment => name?.Invoke(segment.Id) ?? Segment(segment.Id)).ToArray();
        title ??= rate.Length < 2 ? "Each segment's size, and the words that rise and fall in it" : $"Of its size, segment {rate[^1]} gained most and {rate[0]} least";
        return new Figure(title)
        {
            X = new Axis { Ticks = windows.Count == 0 ? [] : [.. Enumerable.Range(0, columns).Select(c => (c + 0.45, $"{windows[0]} to {windows[^1]}"))], Minimum = -0.04, Maximum = columns, Grid = false },
            Y = new Axis { Ticks = [], Minimum = -rows, Maximum = 0, Grid = false },
            Traces = traces,
            Width = 80 + 240 * columns,
            Height = 120 + 165 * rows,
            Note = string.Create(CultureInfo.InvariantCulture, $"Height: people, one scale for all, at most {largest:N0}. + words that rise, − words that fall among the segment's active people."),
            AltText = $"{title}. {string.Join(". ", texts.Chunk(3).Select(card => string.Join("; ", card)))}.",
        };

        static string List(IEnumerable<TermTrend> some) => string.Join(", ", some.Select(trend => trend.Term)) is { Length: > 0 } list ? list : "nothing";

        void Write(double x, double y, string text)
        {
            places.Add((x, y));
            texts.Add(TextWidth.Fit(text, 225, 12));
        }
    }
}
