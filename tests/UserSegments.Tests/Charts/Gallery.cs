using UserSegments.Charts;
using UserSegments.Display;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Charts;

/// <summary>Every kind of chart, with short, long and Chinese names, many groups and odd numbers; the tests of UserSegments.Interop show it to Plotly.NET.</summary>
internal static class Gallery
{
    private static readonly double[] Ks = [2, 3, 4, 5, 6, 7, 8];

    public static Dictionary<string, Figure> Make()
    {
        var rng = new Rng(5);
        var (x, y, group) = (new double[400], new double[400], new int[400]);
        for (var i = 0; i < x.Length; i++) (x[i], y[i], group[i]) = (rng.NextGaussian(), rng.NextGaussian() * 1e4, rng.NextInt(13) - 1);
        Estimate[] estimates = [new(0.13, 0.12, 0.14), new(-0.08, -0.1, -0.05), new(0.02, double.NaN, double.NaN)];
        string[] longNames = ["popularity per segment, blended with the global one and shrunk towards it", "流行度（分组）混合推荐器，带有一个非常非常长的中文名称用来测试换行", "<b>&\"'"];
        var values = new double[6, 14];
        for (var i = 0; i < values.Length; i++) values[i / 14, i % 14] = rng.NextGaussian();
        values[2, 2] = double.NaN;
        var log = Chart.Line("Log", "n", "seconds (s)", [10, 1e3, 1e5], ("a", [0.001, 1, 0]), ("b", [0.002, 5, 900]));
        return new Dictionary<string, Figure>
        {
            ["scatter"] = Chart.Scatter("Twelve groups and noise, with a title that is much too long to stand in one line and so is broken into two of them", x, y, group, "x (unit)", "y (unit)") with { Note = "n = 400", LegendTitle = "segment" },
            ["scatter one group"] = Chart.Scatter("One", x, y),
            ["scatter empty"] = Chart.Scatter("None", [], []),
            ["scatter not finite"] = Chart.Scatter("None", [double.NaN, 1], [1, double.PositiveInfinity]),
            ["scatter constant"] = Chart.Scatter("Constant", [3, 3.0], [0, 0.0]),
            ["texts"] = Chart.Scatter("Names", x, y) with { Traces = [new TextTrace(x, y, [.. x.Select((_, i) => $"用户 {i} with a name")])] },
            ["line"] = Chart.Line("Line", "k", "silhouette", Ks, ("k-means", [.. Ks.Select(k => k / 10)]), ("Ward", [.. Ks.Select(k => k * k)])),
            ["line band"] = Chart.Line("Band", "k", "NDCG@10", Ks, ("a", [.. Ks.Select(k => new Estimate(k, k - 1, k + 1))]), ("b", [.. Ks.Select(k => new Estimate(double.NaN, 0, 1))])),
            ["line one point"] = Chart.Line("One point", "k", "v", [5.0], ("only", [1000.0])),
            ["log"] = log with { X = log.X with { Kind = AxisKind.Logarithmic }, Y = log.Y with { Kind = AxisKind.Logarithmic } },
            ["bar"] = Chart.Bar("Bar", "users", [("a", 3.0), ("b", 2.5), ("c", double.NaN)]),
            ["bar lying"] = Chart.Bar("Lying", "difference in NDCG@10", [.. longNames.Select((name, i) => (name, estimates[i]))], longNames[0]),
            ["bar upright"] = Chart.Bar("Upright", "difference", [.. longNames.Select((name, i) => (name, estimates[i]))], lying: false),
            ["bar many"] = Chart.Bar("Many", "users", Enumerable.Range(0, 60).Select(i => ($"name {i}", (double)i))),
            ["bar grouped"] = Chart.Bar("Grouped", "NDCG", ["a", "b", "c"], ("one", estimates), ("two", estimates)),
            ["bar none"] = Chart.Bar("None", "users", Array.Empty<(string, double)>()),
            ["heat"] = Chart.Heatmap("Heat", [.. Enumerable.Range(0, 6).Select(i => $"segment {i}")], [.. Enumerable.Range(0, 14).Select(i => $"a long category {i} 类别")], values, "lift", true, 0, "0.00"),
            ["heat constant"] = Chart.Heatmap("Constant", ["a", "a"], ["b"], new double[2, 1], "share"),
            ["histogram"] = Chart.Histogram("Histogram", "reviews", x),
            ["histogram constant"] = Chart.Histogram("Histogram", "reviews", [2.0, 2.0]),
            ["histogram empty"] = Chart.Histogram("Histogram", "reviews", []),
            ["silhouette"] = Chart.Silhouette([.. x.Select(Math.Tanh)], group),
            ["silhouette empty"] = Chart.Silhouette([], []),
            ["dendrogram"] = new DendrogramDrawing(60, Tree(60, rng), 20, 4, null).Draw(null, "height"),
            ["dendrogram one row"] = new DendrogramDrawing(1, [], 20, 1, null).Draw(null, "height"),
            ["alluvial"] = Chart.Alluvial([.. Enumerable.Range(1, 12).Select(m => $"month {m}")], Flows(12, 12), name: id => $"{id} 咖啡 and books"),
            ["alluvial one window"] = Chart.Alluvial(["only"], [[0, 0, 1, -1]]),
            ["alluvial none"] = Chart.Alluvial([], []),
            ["life cards"] = Chart.LifeCards([.. Enumerable.Range(1, 12).Select(m => $"month {m}")], Flows(12, 12), _ => [Trend("rising", 3), Trend("growing", 2), Trend("falling", -4)], name: id => $"{id} 咖啡 and books"),
            ["life cards none"] = Chart.LifeCards([], [], _ => []),
            ["lives"] = Chart.Lives(["a", "b", "c"], Lives()),
            ["lives none"] = Chart.Lives([], SegmentTimeline.Track([])),
            ["drift"] = Chart.Drift("Drift", "day", "distance (cosine)", Ks, [("segment 1", Ks), ("segment 2", [.. Ks.Select(k => k / 2)])], [("ADWIN", [4.0, 5]), ("KSWIN", [])], [(4, "birth"), (4.1, "death of a segment with a long name")]),
            ["drift none"] = Chart.Drift("Drift", "day", "distance", [], [], []),
            ["dendrogram names"] = new DendrogramDrawing(3, [(0, 1, 1, 2), (2, 3, 2, 3)], 20, 3, longNames).Draw("Named", "height"),
        };
    }

    // People who mostly stay, from window to window; some come late, some leave early.
    private static int[][] Flows(int windows, int segments)
    {
        var (rng, ids) = (new Rng(8), new int[windows][]);
        for (var w = 0; w < windows; w++)
        {
            ids[w] = new int[1200];
            for (var user = 0; user < 1200; user++) ids[w][user] = w < user % 5 || w > 11 - user % 3 ? -1 : w > 0 && ids[w - 1][user] >= 0 && rng.NextDouble() < 0.85 ? ids[w - 1][user] : rng.NextInt(segments);
        }
        return ids;
    }

    // Segment 0 splits, its part ends in segment 1, and a segment of new people is born.
    private static SegmentTimeline Lives() => SegmentTimeline.Track([[0, 0, 0, 0, 0, 1, 1, 1, -1, -1], [0, 0, 0, 2, 2, 1, 1, 1, 3, 3], [0, 0, 0, 1, 1, 1, 1, 1, -1, -1]]);

    private static TermTrend Trend(string term, double score) => new(term, [], 0, score);

    private static (int, int, double, int)[] Tree(int rows, Rng rng)
    {
        var active = Enumerable.Range(0, rows).Select(i => (Node: i, Size: 1)).ToList();
        var merges = new (int, int, double, int)[rows - 1];
        for (var i = 0; i < merges.Length; i++)
        {
            var (a, b) = (Take(), Take());
            merges[i] = (a.Node, b.Node, i * i, a.Size + b.Size);
            active.Add((rows + i, a.Size + b.Size));
        }
        return merges;

        (int Node, int Size) Take()
        {
            var at = rng.NextInt(active.Count);
            var taken = active[at];
            active.RemoveAt(at);
            return taken;
        }
    }
}
