using System.Globalization;
using Plotly.NET;
using Figure = UserSegments.Display.Figure;
using Node = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace UserSegments.Interop.Plotly;

/// <summary>From the library's figures to Plotly.NET's charts and back.</summary>
/// <remarks>
/// A figure becomes a chart that Plotly.NET's own functions continue: axes, title, legend, markers, lines, error bars, shapes and annotations are its
/// typed objects, so WithTitle, WithXAxisStyle and the like change what they name and keep the rest. Both ways are deterministic and change no input.
/// </remarks>
public static class PlotlyCharts
{
    /// <summary>The figure as a Plotly.NET chart: the same data and layout as <see cref="Figure.ToPlotlyJson"/>, numbers unrounded.</summary>
    /// <param name="figure">Any chart of the library.</param>
    /// <returns>A chart of its own: changing it changes neither the figure nor Plotly.NET's defaults. It carries no template.</returns>
    /// <exception cref="ArgumentNullException">No figure.</exception>
    /// <exception cref="ArgumentException">The lists of a trace differ in length.</exception>
    /// <remarks>
    /// O(points), no JSON text in between. Coordinates in arrays are handed over as those arrays (not copied); lists are copied once. What is not finite
    /// becomes null, which plotly.js draws as a gap: Plotly.NET would write the text "NaN".
    /// </remarks>
    public static GenericChart ToGenericChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var tree = figure.ToPlotly();
        var traces = ((IReadOnlyList<object>)tree["data"]).Select(trace => TypedObjects.Trace((Node)trace)).ToArray();
        return GenericChart.setLayout((Layout)TypedObjects.Fill(new Layout(), (Node)tree["layout"]), GenericChart.ofTraceObjects(true, traces));
    }

    /// <summary>The Plotly.NET chart as a figure, which notebooks show without a script and which is drawn as SVG.</summary>
    /// <param name="chart">Scatter, bar and heatmap traces in one plane: what <see cref="ToGenericChart"/> made, continued or not, or the like from Plotly.NET itself.</param>
    /// <param name="leftOut">Receives the path of each property that a figure has no place for, such as <c>layout.margin</c>; null: there must be none.</param>
    /// <returns>A figure whose <see cref="Figure.ToPlotlyJson"/> has every property of the chart, but for those left out.</returns>
    /// <exception cref="ArgumentNullException">No chart.</exception>
    /// <exception cref="NotSupportedException">A trace of another type, texts for coordinates, or properties without a place while <paramref name="leftOut"/> is null.</exception>
    /// <remarks>
    /// Nothing is lost in silence: the figure found is written again and held against the chart. What only the static picture knows (alternative text,
    /// height of letters, dashes of reference lines, which traces a reference line is drawn between) is not in a plotly.js figure and takes its default; axes keep their ranges as bounds.
    /// O(points); arrays are not copied.
    /// </remarks>
    public static Figure ToFigure(this GenericChart chart, ICollection<string>? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var data = GenericChart.getTraces(chart).Select(PlainValues.Members).ToArray();
        var layout = PlainValues.Members(GenericChart.getLayout(chart));
        var figure = new FigureReader(data, layout).Read();
        var kept = figure.ToPlotly();
        var lost = Comparison.Lost("data", data, kept["data"]).Concat(Comparison.Lost("layout", layout, kept["layout"])).ToArray();
        if (leftOut is null && lost.Length > 0)
        {
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                $"A figure has no place for {string.Join(", ", lost.Take(8))}{(lost.Length > 8 ? $" and {lost.Length - 8} more" : "")}; pass a list as {nameof(leftOut)} to go without."));
        }
        foreach (var path in lost) leftOut!.Add(path);
        return figure;
    }
}
