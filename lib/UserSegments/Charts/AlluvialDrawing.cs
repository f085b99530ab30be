using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Charts;

/// <summary>Places the blocks and bands of an alluvial picture: segments stacked from the top by id, those who stay lighter than those who move.</summary>
internal sealed class AlluvialDrawing
{
    private const double HalfBlock = 0.08;
    private const int Steps = 8;                                             // corners of the bend of a band
    private readonly IReadOnlyList<string> windows;
    private readonly Func<int, string> name;
    private readonly double leastShare;
    private readonly int segments, people;
    private readonly int[][] sizes;                                          // [window][segment]
    private readonly int[][,] flows;                                         // [window - 1][from, to]
    private readonly double[][] tops;                                        // [window][segment], downwards from 0
    private readonly double gap, least;                                      // between blocks, and from block to block, so that names do not touch

    public AlluvialDrawing(IReadOnlyList<string> windows, IReadOnlyList<int[]> ids, Func<int, string> name, double leastShare)
    {
        (this.windows, this.name, this.leastShare) = (windows, name, leastShare);
        people = ids.Count == 0 ? 0 : ids[0].Length;
        segments = ids.SelectMany(window => window).DefaultIfEmpty(-1).Max() + 1;
        sizes = [.. ids.Select(Sizes)];
        flows = [.. Enumerable.Range(1, Math.Max(0, ids.Count - 1)).Select(w => Flows(ids[w - 1], ids[w]))];
        (gap, least) = (0.014 * sizes.Select(size => size.Sum()).DefaultIfEmpty().Max(), 0.046 * sizes.Select(size => size.Sum()).DefaultIfEmpty().Max());
        tops = [.. sizes.Select(Tops)];
    }

    public Figure Draw(string? title)
    {
        var (stay, move, blocks) = (new Outline[segments], new Outline[segments], new Outline[segments]);
        for (var s = 0; s < segments; s++) (stay[s], move[s], blocks[s]) = (new(), new(), new());
        var hidden = 0;
        for (var w = 0; w < windows.Count; w++)
        {
            for (var s = 0; s < segments; s++)
            {
                if (sizes[w][s] > 0) blocks[s].Box(w - HalfBlock, w + HalfBlock, -tops[w][s], -tops[w][s] - sizes[w][s]);
            }
            if (w > 0) hidden += Bands(w, stay, move);
        }
        var traces = new List<Trace>();
        for (var s = 0; s < segments; s++) traces.Add(stay[s].Trace(Chart.Lasting(s), 0.32));
        for (var s = 0; s < segments; s++) traces.Add(move[s].Trace(Chart.Lasting(s), 0.7));
        for (var s = 0; s < segments; s++) traces.Add(blocks[s].Trace(Chart.Lasting(s), 1));
        traces.Add(Labels());
        var (moved, both) = Moved();
        title ??= string.Create(CultureInfo.InvariantCulture, $"From one window to the next {(both == 0 ? 0 : (double)moved / both):P1} of the people change their segment");
        return new Figure(title)
        {
            X = new Axis("window") { Ticks = [.. windows.Select((text, w) => ((double)w, text))], Minimum = -0.2, Maximum = Math.Max(1, windows.Count - 1) * 1.12 + 0.25, Grid = false },
            Y = new Axis("people, stacked by segment") { Ticks = First(), Grid = false },
            Traces = traces,
            Height = Math.Clamp(240 + 26 * segments, 420, 900),
            Width = Math.Clamp(180 + 80 * windows.Count, 720, 1400),
            Note = string.Create(CultureInfo.InvariantCulture, $"n = {people:N0} people; dark bands move, light ones stay; moves of fewer than {leastShare:P1} of a window's people are not drawn ({hidden:N0} of {moved:N0} moves)."),
            AltText = string.Create(CultureInfo.InvariantCulture, $"{title}. {segments} segments over {windows.Count} windows, {moved:N0} moves of {both:N0} people present in two neighbouring windows."),
        };
    }

    private int[] Sizes(int[] ids)
    {
        Check.SameLength(ids.Length, people, nameof(ids), "the first window");
        var sizes = new int[segments];
        foreach (var id in ids)
        {
            if (id >= 0) sizes[id]++;
        }
        return sizes;
    }

    private int[,] Flows(int[] before, int[] now)
    {
        var flows = new int[segments, segments];
        for (var user = 0; user < before.Length; user++)
        {
            if (before[user] >= 0 && now[user] >= 0) flows[before[user], now[user]]++;
        }
        return flows;
    }

    private double[] Tops(int[] sizes)
    {
        var (tops, at) = (new double[segments], 0.0);
        for (var s = 0; s < segments; s++)
        {
            tops[s] = at;
            if (sizes[s] > 0) at += Math.Max(sizes[s] + gap, least);
        }
        return tops;
    }

    /// <summary>The bands into one window: in a block those for the first segment on top, those who leave or arrive at the bottom.</summary>
    private int Bands(int w, Outline[] stay, Outline[] move)
    {
        var (flow, hidden) = (flows[w - 1], 0);
        var (left, right) = ((double[])tops[w - 1].Clone(), (double[])tops[w].Clone());
        var fewest = leastShare * sizes[w].Sum();
        for (var i = 0; i < segments; i++)
        {
            for (var j = 0; j < segments; j++)
            {
                if (flow[i, j] == 0) continue;
                if (i != j && flow[i, j] < fewest) hidden += flow[i, j];
                else (i == j ? stay : move)[i].Band(w - 1 + HalfBlock, w - HalfBlock, -left[i], -right[j], flow[i, j], Steps);
                (left[i], right[j]) = (left[i] + flow[i, j], right[j] + flow[i, j]);
            }
        }
        return hidden;
    }

    private (double Value, string Text)[] First() =>
        windows.Count == 0 ? [] : [.. Enumerable.Range(0, segments).Where(s => sizes[0][s] > 0).Select(s => (-tops[0][s] - sizes[0][s] / 2.0, name(s)))];

    /// <summary>Each segment's name where it is seen last; those that are born later are named there alone.</summary>
    private TextTrace Labels()
    {
        var (x, y, texts) = (new List<double>(), new List<double>(), new List<string>());
        for (var s = 0; s < segments; s++)
        {
            var last = Array.FindLastIndex(sizes, size => size[s] > 0);
            if (last < 0) continue;
            x.Add(last + HalfBlock);
            y.Add(-tops[last][s] - sizes[last][s] / 2.0);
            texts.Add(name(s));
        }
        return new TextTrace(x, y, texts) { Beside = true };
    }

    private (int Moved, int Both) Moved()
    {
        var (moved, both) = (0, 0);
        foreach (var flow in flows)
        {
            for (var i = 0; i < segments; i++)
            {
                for (var j = 0; j < segments; j++) (moved, both) = (moved + (i == j ? 0 : flow[i, j]), both + flow[i, j]);
            }
        }
        return (moved, both);
    }

    /// <summary>Outlines of one colour, NaN between them.</summary>
    private sealed class Outline
    {
        private readonly List<double> x = [], y = [];

        public void Box(double left, double right, double top, double bottom)
        {
            x.AddRange([left, right, right, left, double.NaN]);
            y.AddRange([top, top, bottom, bottom, double.NaN]);
        }

        public void Band(double left, double right, double from, double to, double height, int steps)
        {
            for (var i = 0; i <= 2 * steps + 1; i++)
            {
                // There along the upper edge, back along the lower one.
                var t = (double)(i <= steps ? i : 2 * steps + 1 - i) / steps;
                var bend = (1 - Math.Cos(Math.PI * t)) / 2;
                x.Add(left + t * (right - left));
                y.Add(from + bend * (to - from) - (i <= steps ? 0 : height));
            }
            x.Add(double.NaN);
            y.Add(double.NaN);
        }

        public AreaTrace Trace(string colour, double opacity) => new("", x, y) { Colour = colour, Opacity = opacity };
    }
}
