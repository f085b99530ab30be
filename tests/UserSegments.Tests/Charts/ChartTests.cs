using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using UserSegments.Charts;
using UserSegments.Display;
using UserSegments.Numerics;
using UserSegments.Tests.Display;

namespace UserSegments.Tests.Charts;

public sealed class ChartTests
{
    private static readonly Lazy<Dictionary<string, Figure>> Pictures = new(Gallery.Make);
    private static readonly Lazy<Dictionary<string, Figure>> Again = new(Gallery.Make);

    /// <summary>Every kind of chart, with short, long and Chinese names, many groups and odd numbers.</summary>
    public static TheoryData<string> Names => [.. Pictures.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSvg_EveryChart_KeepsTheRulesOfPictures(string name) => Assert.Empty(new SvgPicture(Pictures.Value[name]).Breaches());

    [Theory]
    [MemberData(nameof(Names))]
    public void ToPlotlyJson_EveryChart_IsAFigureWithKnownTypes(string name)
    {
        var figure = JsonDocument.Parse(Pictures.Value[name].ToPlotlyJson()).RootElement;
        foreach (var trace in figure.GetProperty("data").EnumerateArray())
            Assert.Contains(trace.GetProperty("type").GetString(), new[] { "scatter", "bar", "heatmap" });
        var layout = figure.GetProperty("layout");
        Assert.Equal(JsonValueKind.String, layout.GetProperty("title").GetProperty("text").ValueKind);
        Assert.All(["xaxis", "yaxis"], axis => Assert.Equal(2, layout.GetProperty(axis).GetProperty("range").GetArrayLength()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToMimeBundle_EveryChart_HasThePictureAndItsWords(string name)
    {
        var (figure, again) = (Pictures.Value[name], Again.Value[name]);
        var bundle = figure.ToMimeBundle();
        Assert.Equal(bundle, again.ToMimeBundle());                          // the same input, the same bytes
        var image = XElement.Parse(bundle[MimeTypes.Html].Replace("\">", "\"/>", StringComparison.Ordinal));
        var source = (string)image.Attribute("src")!;
        Assert.Equal(bundle[MimeTypes.Svg], System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(source["data:image/svg+xml;base64,".Length..])));
        Assert.Equal(bundle[MimeTypes.Text], (string)image.Attribute("alt")!);
        Assert.StartsWith(figure.Title, bundle[MimeTypes.Text]);
        Assert.DoesNotContain("script", bundle[MimeTypes.Html], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ToSvg_OtherCulture_DoesNotChange()
    {
        var before = Pictures.Value.Values.Select(figure => figure.ToSvg() + figure.ToPlotlyJson()).ToArray();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(before, Gallery.Make().Values.Select(figure => figure.ToSvg() + figure.ToPlotlyJson()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Bar_HostileNames_AreOnlyText()
    {
        var figure = Chart.Bar("<script>alert(1)</script>", "a & b", [("\"><img onerror=x>", 1.0), ("]]>\u0001\uD800", 2.0)]);
        Assert.Empty(new SvgPicture(figure).Breaches());
        Assert.DoesNotContain("<script", figure.ToSvg() + figure.ToHtml() + figure.ToPlotlyJson());
        Assert.Contains("<script>alert(1)</script>", new SvgPicture(figure).Texts);
    }

    [Fact]
    public void Heatmap_RoundsToZeroFromBelow_HasNoSign()
    {
        var figure = Chart.Heatmap("small", ["a"], ["x", "y", "z"], new[,] { { -0.04, -0.06, double.NaN } }, format: "0.0");
        Assert.Equal(["0.0", "-0.1", "–"], ((HeatmapTrace)figure.Traces[0]).Texts!.Cast<string>());
    }

    [Fact]
    public void ToPlotlyJson_Line_HoldsTheData()
    {
        var json = JsonDocument.Parse(Chart.Line("t", "k", "v", [1, 2, 3], ("a", [0.1234567891, double.NaN, double.PositiveInfinity])).ToPlotlyJson()).RootElement;
        var trace = json.GetProperty("data")[0];
        Assert.Equal([1, 2, 3], trace.GetProperty("x").EnumerateArray().Select(x => x.GetInt32()));
        Assert.Equal("[0.123457,null,null]", trace.GetProperty("y").GetRawText());
    }

    [Fact]
    public void Scatter_MorePointsThanDrawn_SaysSo()
    {
        var x = Enumerable.Range(0, 100).Select(i => (double)i).ToArray();
        var figure = Chart.Scatter("t", x, x, maximumPoints: 25);
        Assert.Equal(25, ((ScatterTrace)figure.Traces[0]).X.Count);
        Assert.Equal("25 of 100 points are drawn, evenly thinned.", figure.Note);
    }

    [Fact]
    public void Histogram_AnyValues_CountsEachOnce()
    {
        double[] values = [.. Enumerable.Range(0, 500).Select(i => Math.Sqrt(i)), double.NaN, double.NegativeInfinity];
        var figure = Chart.Histogram("t", "x", values);
        var trace = (HistogramTrace)figure.Traces[0];
        Assert.Equal(500, trace.Counts.Sum());
        Assert.Equal("n = 500, 2 without a finite value left out", figure.Note);
    }

    [Fact]
    public void Histogram_WholeNumbers_GetBinsOfWholeWidth()
    {
        var trace = (HistogramTrace)Chart.Histogram("t", "x", Enumerable.Range(0, 1000).Select(i => (double)(i % 100))).Traces[0];
        var width = trace.Edges[1] - trace.Edges[0];
        Assert.Equal(Math.Floor(width), width);
        Assert.Equal(-0.5, trace.Edges[0]);
        Assert.Equal(1000, trace.Counts.Sum());
    }

    [Fact]
    public void Scatter_PointOutsideTheAxis_IsNotDrawn()
    {
        var figure = Chart.Scatter("t", [0.0, 1, 99], [0.0, 1, 99]) with { X = new Axis { Minimum = 0, Maximum = 2 }, Y = new Axis { Minimum = 0, Maximum = 2 } };
        var discs = new SvgPicture(figure).Elements("path").Single(path => (string?)path.Attribute("stroke-linecap") == "round");
        Assert.Equal(2, ((string)discs.Attribute("d")!).Count(c => c == 'M'));
    }

    [Fact]
    public void Scatter_LengthsDiffer_NamesThem() =>
        Assert.Contains("groups has 1 entries, expected 2 as in x", Assert.Throws<ArgumentException>(() => Chart.Scatter("t", [1.0, 2], [1.0, 2], [0])).Message);

    [Theory]
    [InlineData(0, 1, 5, new[] { "0.0", "0.2", "0.4", "0.6", "0.8", "1.0" })]
    [InlineData(-3, 12, 4, new[] { "0", "5", "10" })]
    [InlineData(0.001, 0.0042, 3, new[] { "0.002", "0.004" })]
    [InlineData(0, 2e6, 2, new[] { "0", "1,000,000", "2,000,000" })]
    public void Ticks_AnyRange_AreOneTwoFive(double low, double high, int count, string[] expected) =>
        Assert.Equal(expected, Ticks.Linear(low, high, count).Select(tick => tick.Text));

    [Fact]
    public void Palette_FirstTwentyFourGroups_DifferInColourOrMarker() =>
        Assert.Equal(24, Enumerable.Range(0, 24).Select(i => (Palette.Colour(i), Palette.Marker(i))).Distinct().Count());

    [Fact]
    public void Dendrogram_Cut_ColoursAndCountsAreThoseOfTheGroups()
    {
        // Rows 0..4 on a line: {1,2} and {3,4} merge first, then 0 joins {1,2}, then all.
        var figure = new DendrogramDrawing(5, [(1, 2, 1, 2), (3, 4, 2, 2), (0, 5, 3, 3), (6, 7, 8, 5)], 30, 2, null).Draw(null, "height");
        Assert.Equal(["", "segment 0", "segment 1"], figure.Traces.OfType<PathTrace>().Select(trace => trace.Name));
        Assert.Equal(5.5, figure.Traces.OfType<ReferenceLine>().Single().Value);    // between the merges at 3 and 8
        Assert.Equal("The largest gap between heights speaks for 2 groups", figure.Title);
        Assert.Equal(Palette.Colour(1), figure.Traces.OfType<PathTrace>().Single(trace => trace.Name == "segment 1").Colour);
        Assert.Equal(["0", "1", "2", "3", "4"], figure.X.Ticks!.Select(tick => tick.Text).Order());
    }

    [Fact]
    public void Dendrogram_OfATree_HasTheColoursOfItsCut()
    {
        var rng = new Rng(3);
        var points = Matrix.FromRows([.. Enumerable.Range(0, 40).Select(i => new[] { (float)(i % 4 * 10 + rng.NextGaussian()), (float)rng.NextGaussian() })]);
        var tree = new UserSegments.Clustering.Agglomerative(new UserSegments.Clustering.AgglomerativeOptions()).Fit(points);
        var cut = tree.Cut(4);
        var figure = Chart.Dendrogram(tree, 4, 40);
        Assert.Empty(new SvgPicture(figure).Breaches());
        for (var group = 0; group < 4; group++)
        {
            // The leaves under a colour are the rows of that group: stems of single rows begin at height 0 over their name.
            var stems = figure.Traces.OfType<PathTrace>().Single(trace => trace.Name == $"segment {group}").Lines.Where(line => line[0].Y == 0 && line[0].X == line[1].X).Select(line => (int)line[0].X);
            Assert.Equal(cut.Members(group), stems.Select(at => int.Parse(figure.X.Ticks![at].Text)).Order());
        }
    }

    [Fact]
    public void Alluvial_Blocks_AreAsHighAsTheirSegments()
    {
        var figure = Chart.Alluvial(["a", "b"], [[0, 0, 0, 1, -1], [0, 0, 1, 1, 1]]);
        Assert.StartsWith("From one window to the next 25", figure.Title);         // one of the four people of both windows
        var blocks = figure.Traces.OfType<AreaTrace>().Where(trace => trace.Opacity == 1).ToArray();
        Assert.Equal([3, 2], Heights(blocks[0]));
        Assert.Equal([1, 3], Heights(blocks[1]));
        // A band is as high as it has people, at both ends.
        var moved = figure.Traces.OfType<AreaTrace>().Where(trace => trace.Opacity == 0.7).ToArray();
        Assert.Empty(moved[1].X);
        Assert.Equal(1, moved[0].Y[0] - moved[0].Y[^2], 1e-9);

        static double[] Heights(AreaTrace trace) => [.. trace.Y.Chunk(5).Select(block => Math.Round(block[0] - block[2], 9))];
    }

    [Fact]
    public void Alluvial_TwelveByTwelve_NamesEverySegmentAtBothEnds()
    {
        var texts = new SvgPicture(Pictures.Value["alluvial"]).Texts.ToArray();
        for (var id = 0; id < 12; id++) Assert.Equal(2, texts.Count(text => text == $"{id} 咖啡 and books"));
        for (var month = 1; month <= 12; month++) Assert.Contains($"month {month}", texts);
    }

    [Fact]
    public void Alluvial_TwelveSegments_HaveTwelveColours() =>
        Assert.Equal(12, Pictures.Value["alluvial"].Traces.OfType<AreaTrace>().Where(trace => trace.Opacity == 1).Select(trace => trace.Colour).Distinct().Count());

    [Fact]
    public void LifeCards_TwelveSegments_HaveAPanelEachWithSizesAndWords()
    {
        var picture = new SvgPicture(Pictures.Value["life cards"]).Texts.ToArray();
        for (var id = 0; id < 12; id++)
        {
            var own = Pictures.Value["life cards"].Traces.OfType<AreaTrace>().ElementAt(id);
            Assert.Equal(14, own.X.Count);                                            // twelve windows and the two corners of the floor
            Assert.Contains(picture, text => text.StartsWith($"{id} 咖啡 and books: ", StringComparison.Ordinal));
        }
        Assert.Equal(12, picture.Count(text => text == "+ rising, growing"));
        Assert.Equal(12, picture.Count(text => text == "− falling"));
    }

    [Fact]
    public void LifeCards_Sizes_AreHeightsOnOneScale()
    {
        var areas = Chart.LifeCards(["a", "b"], [[0, 0, 0, 1], [0, 1, 1, 1]], _ => []).Traces.OfType<AreaTrace>().ToArray();
        double Height(int id, int window) => areas[id].Y[1 + window] - areas[id].Y[0];
        Assert.Equal(3, Height(0, 0) / Height(0, 1), 1e-9);
        Assert.Equal(Height(0, 0), Height(1, 1), 1e-9);
    }

    [Fact]
    public void Lives_EventsOfTheTimeline_StandInTheirLanes()
    {
        var traces = Pictures.Value["lives"].Traces.OfType<ScatterTrace>().ToDictionary(trace => trace.Name);
        Assert.Equal((1, -2), (traces["split"].X[0], traces["split"].Y[0]));
        Assert.Equal((1, -3), (traces["birth"].X[0], traces["birth"].Y[0]));
        Assert.Equal((2, -1), (traces["merge"].X[0], traces["merge"].Y[0]));
        Assert.Contains("birth 1", Pictures.Value["lives"].Title);
    }

    [Fact]
    public void Drift_LengthsDiffer_NamesTheSeries() =>
        Assert.Contains("a has 1 entries, expected 2 as in x", Assert.Throws<ArgumentException>(() => Chart.Drift("t", "x", "y", [1, 2], [("a", [1.0])], [])).Message);

    [Fact]
    public void Dendrogram_Truncated_LeavesHoldAllRows()
    {
        var figure = Pictures.Value["dendrogram"];
        Assert.Equal(20, figure.X.Ticks!.Count);
        Assert.Equal(60, figure.X.Ticks.Sum(tick => tick.Text.StartsWith('(') ? int.Parse(tick.Text[1..^1]) : 1));
    }
}
