using System.Diagnostics;
using Plotly.NET;
using UserSegments.Display;
using UserSegments.Interop.Plotly;
using UserSegments.Numerics;
using UserSegments.Tests.Charts;
using Xunit.Abstractions;
using Chart = UserSegments.Charts.Chart;
using CSharp = Plotly.NET.CSharp.GenericChartExtensions;
using Figure = UserSegments.Display.Figure;
using Trace = UserSegments.Display.Trace;

namespace UserSegments.Interop.Tests.Plotly;

public sealed class PlotlyChartsTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Figure> Pictures = Gallery.Make();

    public static TheoryData<string> Names => [.. Pictures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToGenericChart_EveryChart_HasTheFiguresDataAndLayout(string name) =>
        Assert.Empty(PlotlyJson.Differences(PlotlyJson.Of(Pictures[name]), PlotlyJson.Of(Pictures[name].ToGenericChart())));

    [Theory]
    [MemberData(nameof(Names))]
    public void ToFigure_EveryChart_IsTheFigureAgain(string name)
    {
        var again = Pictures[name].ToGenericChart().ToFigure();
        Assert.Equal(Pictures[name].ToPlotlyJson(), again.ToPlotlyJson());
        Assert.Equal(Kinds(Pictures[name]), Kinds(again));

        // Reference lines come last: plotly.js has them apart from the traces. A path without lines is a line without points.
        static IEnumerable<string> Kinds(Figure figure) => figure.Traces.OrderBy(trace => trace is ReferenceLine).Select(trace => trace is PathTrace { Lines.Count: 0 } ? nameof(LineTrace) : trace.GetType().Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToGenericChart_OfTheFigureThatCameBack_IsTheSameChart(string name)
    {
        var chart = Pictures[name].ToGenericChart();
        Assert.Empty(PlotlyJson.Differences(PlotlyJson.Of(chart), PlotlyJson.Of(chart.ToFigure().ToGenericChart())));
    }

    [Fact]
    public void ToGenericChart_Continued_ChangesWhatIsNamedAndNothingElse()
    {
        var figure = Chart.Drift("Drift", "day", "distance", [1, 2, 3], [("a", [1.0, 2, 3]), ("b", [3.0, 2, 1])], [("ADWIN", [2.0])], [(2.5, "birth")]) with { LegendTitle = "series", Note = "n = 3" };
        var chart = figure.ToGenericChart().WithTitle("A new title").WithMarkerStyle(Opacity: 0.5);
        chart = CSharp.WithXAxisStyle<double, double, string>(chart, TitleText: "week", ShowGrid: false);
        chart = CSharp.WithLegendStyle(CSharp.WithSize(chart, Width: 900), BorderWidth: 2);
        Assert.Equal(
            ["data[0].marker", "data[1].marker", "data[2].marker.opacity", "layout.legend.borderwidth", "layout.title.text", "layout.width", "layout.xaxis.showgrid", "layout.xaxis.title.text"],
            PlotlyJson.Differences(PlotlyJson.Of(figure), PlotlyJson.Of(chart)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ToFigure_OfAContinuedChart_HasTheChanges()
    {
        var chart = CSharp.WithYAxisStyle<double, double, string>(Pictures["line"].ToGenericChart().WithTitle("1 < 2 & more"), TitleText: "points");
        var red = Color.fromHex("#D55E00");
        var figure = CSharp.WithSize(chart, Width: 900, Height: 500).WithLineStyle(Width: 4.0, Color: red).WithMarkerStyle(Color: red).ToFigure();
        Assert.Equal(("1 < 2 & more", "points", 900, 500), (figure.Title, figure.Y.Title, figure.Width, figure.Height));
        Assert.All(figure.Traces.Cast<LineTrace>(), line => Assert.Equal((4, "#D55E00"), (line.Width, line.Colour)));
    }

    [Fact]
    public void ToFigure_PropertyWithoutPlace_IsNamedOrLeftOutAsAsked()
    {
        var chart = Pictures["line"].ToGenericChart().WithMarginSize<int, int, int, int, int, bool>(Left: 80, Right: 10).WithTitle("A <b>bold</b> title");
        Assert.Contains("no place for layout.title.text, layout.margin; pass a list", Assert.Throws<NotSupportedException>(() => chart.ToFigure()).Message);
        var leftOut = new List<string>();
        Assert.Equal("A <b>bold</b> title", chart.ToFigure(leftOut).Title);
        Assert.Equal(["layout.title.text", "layout.margin"], leftOut);
    }

    [Fact]
    public void ToFigure_ChartsOfPlotlyNet_AreRead()
    {
        var leftOut = new List<string>();
        var points = (ScatterTrace)global::Plotly.NET.CSharp.Chart.Point<int, float, string>([1, 2, 3], [2f, 4f, 8f], Name: "points").ToFigure(leftOut).Traces.Single();
        Assert.Equal(("points", 3.0, 8.0), (points.Name, points.X[2], points.Y[2]));
        Assert.Contains(leftOut, path => path.StartsWith("layout.template", StringComparison.Ordinal));      // Plotly.NET's style, not data
        var bars = global::Plotly.NET.CSharp.Chart.Bar<int, string, string>([3, 1], Keys: new[] { "a", "b" }).ToFigure([]);
        Assert.Equal((AxisKind.Category, 3.0, "b"), (bars.Y.Kind, ((BarTrace)bars.Traces[0]).Values[0], bars.Y.Categories![0]));     // plotly.js stacks names upwards
    }

    [Fact]
    public void ToFigure_TraceOfAnotherType_NamesIt() =>
        Assert.Contains("data[0] is a pie trace", Assert.Throws<NotSupportedException>(() => global::Plotly.NET.CSharp.Chart.Pie<int, string, string>([1, 2]).ToFigure([])).Message);

    [Fact]
    public void ToFigure_TextsForCoordinates_NamesThem() =>
        Assert.Contains("data[0].x holds no numbers", Assert.Throws<NotSupportedException>(() => global::Plotly.NET.CSharp.Chart.Point<string, int, string>(["a", "b"], [1, 2]).ToFigure([])).Message);

    [Fact]
    public void ToGenericChart_NullFigure_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => PlotlyCharts.ToGenericChart(null!));
        Assert.Throws<ArgumentNullException>(() => PlotlyCharts.ToFigure(null!));
    }

    [Fact]
    public void ToGenericChart_Twice_ChartsShareNoObject()
    {
        var (first, second) = (Pictures["heat"].ToGenericChart(), Pictures["heat"].ToGenericChart());
        var before = GenericChart.toJson(second);
        first.WithTitle("changed").WithConfig(Config.init(StaticPlot: true));
        Assert.Equal(before, GenericChart.toJson(second));
        Assert.Equal(before, GenericChart.toJson(Pictures["heat"].ToGenericChart()));
    }

    [Fact]
    public void Fill_ObjectsNoFigureHas_GetTheTypesPlotlyNetLooksFor()
    {
        var layout = (Layout)TypedObjects.Fill(new Layout(), new Dictionary<string, object>
        {
            ["scene"] = new Dictionary<string, object> { ["zaxis"] = new Dictionary<string, object> { ["range"] = new[] { 0.0, 1 } } },
            ["margin"] = new Dictionary<string, object> { ["l"] = 10 },
            ["coloraxis2"] = new Dictionary<string, object> { ["colorbar"] = new Dictionary<string, object> { ["tickfont"] = new Dictionary<string, object> { ["size"] = 9 } } },
            ["meta"] = new Dictionary<string, object> { ["any"] = true },
        });
        Assert.Equal(["Scene", "Margin", "ColorAxis", "DynamicObj"], layout.GetProperties(false).Select(member => member.Value.GetType().Name));
        Assert.Equal("""{"scene":{"zaxis":{"range":[0.0,1.0]}},"margin":{"l":10},"coloraxis2":{"colorbar":{"tickfont":{"size":9}}},"meta":{"any":true}}""", Newtonsoft.Json.JsonConvert.SerializeObject(layout));
    }

    [Fact]
    public void Conversion_HalfAMillionPoints_HandsOverTheArrays()
    {
        const int n = 500_000;
        var rng = new Rng(1);
        var (x, y, broken) = (new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++) (x[i], y[i], broken[i]) = (i, rng.NextGaussian(), i % 1000 == 0 ? double.NaN : i);
        foreach (var trace in new Trace[] { new ScatterTrace("points", x, y), new LineTrace("line with gaps", x, broken) })
        {
            var figure = new Figure(trace.Name) { Traces = [trace] };
            for (var run = 0; run < 3; run++)
            {
                var clock = Stopwatch.StartNew();
                var chart = figure.ToGenericChart();
                var there = clock.Elapsed.TotalSeconds;
                clock.Restart();
                var again = chart.ToFigure();
                output.WriteLine(FormattableString.Invariant($"{trace.Name}, {n:N0} points, run {run + 1}: to Plotly.NET {there:0.000} s, back {clock.Elapsed.TotalSeconds:0.000} s"));
                if (trace is ScatterTrace) Assert.Same(x, ((ScatterTrace)again.Traces[0]).X);
                else Assert.Equal(broken, ((LineTrace)again.Traces[0]).Y);
            }
        }
    }
}
