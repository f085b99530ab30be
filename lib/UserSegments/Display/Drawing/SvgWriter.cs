namespace UserSegments.Display;

/// <summary>Lays a figure out and writes it as SVG.</summary>
internal sealed class SvgWriter
{
    private const double TitleSize = 15;
    private const double Margin = 16;
    private readonly Figure figure;
    private readonly SvgCanvas canvas;
    private readonly Scale x, y;
    private readonly string[] colours;

    public SvgWriter(Figure figure)
    {
        this.figure = figure;
        (x, y) = Scales(figure);
        colours = Colours(figure);
        canvas = new SvgCanvas(figure.Width, figure.Height, figure.Title, figure.Description());
    }

    /// <summary>The colour of each trace: its own, or the next of the palette.</summary>
    internal static string[] Colours(Figure figure)
    {
        var next = 0;
        return [.. figure.Traces.Select(trace => trace.Colour ?? (trace is ReferenceLine or TextTrace or HeatmapTrace ? Palette.Ink : Palette.Colour(next++)))];
    }

    /// <summary>Both axes fitted to what the traces hold.</summary>
    internal static (Scale X, Scale Y) Scales(Figure figure)
    {
        var (x, y) = (new Extent(figure.X.Kind == AxisKind.Logarithmic), new Extent(figure.Y.Kind == AxisKind.Logarithmic));
        var (barsOnX, barsOnY) = (false, false);
        foreach (var trace in figure.Traces)
        {
            if (trace is BarTrace bars)
            {
                var lying = figure.Y.Kind == AxisKind.Category;
                bars.Extend(lying ? y : x, lying ? x : y, lying ? 0.14 : 0.07);
                if (lying) barsOnX = true;
                else barsOnY = true;
            }
            else
            {
                trace.Extend(x, y);
                barsOnY |= trace is HistogramTrace;
            }
        }
        return (new Scale(figure.X, x, barsOnX), new Scale(figure.Y, y, barsOnY));
    }

    public string Write()
    {
        var titles = figure.Title.Length == 0 ? [] : TextWidth.Wrap(figure.Title, figure.Width - 2 * Margin, TitleSize, 2, bold: true);
        var legend = new Legend(figure, colours);
        var colourBar = figure.Traces.OfType<HeatmapTrace>().FirstOrDefault();
        var top = 14 + 19.0 * titles.Count + legend.Height + 10;
        var foot = figure.Note.Length > 0 ? 20.0 : 8;

        var yLabels = new VerticalLabels(y, figure.Height - top - foot - 50, figure.Width * 0.34);
        var left = Margin + (figure.Y.Title.Length > 0 ? 18 : 0) + yLabels.Width + 8;
        var right = figure.Width - 22 - legend.Width - (legend.Width > 0 ? 14 : 0) - (colourBar is null ? 0 : 84);
        var xLabels = new HorizontalLabels(x, left, right, figure.Height * 0.3);
        right = Math.Min(right, figure.Width - 6 - xLabels.Overhang);
        var bottom = figure.Height - foot - (figure.X.Title.Length > 0 ? 20 : 4) - xLabels.Height - 8;
        var plot = new Box(left, top, Math.Max(left + 40, right), Math.Max(top + 40, bottom));

        DrawAxes(plot, yLabels, xLabels);
        new TraceDrawing(figure, canvas, plot, x, y, colours).Draw();
        if (x.IsEmpty || y.IsEmpty) canvas.Text("no data", (plot.Left + plot.Right) / 2, (plot.Top + plot.Bottom) / 2, 13, "middle", fill: "#6B6B6B");
        for (var i = 0; i < titles.Count; i++) canvas.Text(titles[i], Margin, 26 + 19 * i, TitleSize, bold: true);
        legend.DrawRow(canvas, Margin, 14 + 19 * titles.Count + 16);
        legend.DrawColumn(canvas, plot.Right + 16, plot.Top, plot.Bottom);
        if (colourBar is not null) DrawColourBar(colourBar, plot);
        if (figure.Note.Length > 0) canvas.Text(TextWidth.Fit(figure.Note, figure.Width - 2 * Margin, 10), Margin, figure.Height - 8, 10, fill: "#6B6B6B");
        return canvas.Close();
    }

    private void DrawAxes(Box plot, VerticalLabels yLabels, HorizontalLabels xLabels)
    {
        foreach (var (value, text) in yLabels.Ticks)
        {
            var at = plot.Bottom - (y.IsCategory ? 1 - y.Share(value) : y.Share(value)) * plot.Height;
            if (figure.Y.Grid && !y.IsCategory) canvas.Line(plot.Left, at, plot.Right, at, Palette.Grid);
            yLabels.Draw(canvas, text, plot.Left - 7, at);
        }
        foreach (var (value, _) in xLabels.Ticks)
        {
            var at = plot.Left + x.Share(value) * plot.Width;
            if (figure.X.Grid && !x.IsCategory && figure.X.Ticks is null) canvas.Line(at, plot.Top, at, plot.Bottom, Palette.Grid);
        }
        xLabels.Draw(canvas, plot);
        canvas.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom, "#7F7F7F");
        canvas.Line(plot.Left, plot.Top, plot.Left, plot.Bottom, "#7F7F7F");
        var below = figure.Height - (figure.Note.Length > 0 ? 28 : 14);
        if (figure.X.Title.Length > 0) canvas.Text(TextWidth.Fit(figure.X.Title, figure.Width - 2 * Margin, 12), Middle(figure.X.Title, (plot.Left + plot.Right) / 2), below, 12, "middle");
        if (figure.Y.Title.Length > 0)
        {
            // Long titles of upright axes are centred on what they may take: the whole height between title and note.
            var title = TextWidth.Fit(figure.Y.Title, figure.Height - plot.Top - 24, 12);
            var half = TextWidth.Pixels(title, 12) / 2;
            canvas.Text(title, Margin + 8, Math.Clamp((plot.Top + plot.Bottom) / 2, plot.Top - 4 + half, Math.Max(plot.Top - 4 + half, figure.Height - 20 - half)), 12, "middle", -90);
        }
    }

    /// <summary>The middle of a text that must stay within the picture.</summary>
    private double Middle(string text, double wanted)
    {
        var half = Math.Min(TextWidth.Pixels(text, 12), figure.Width - 2 * Margin) / 2;
        return Math.Clamp(wanted, Margin + half, figure.Width - Margin - half);
    }

    private void DrawColourBar(HeatmapTrace heat, Box plot)
    {
        const int steps = 40;
        var (from, to) = heat.Range();
        var (low, high) = heat.Shown();
        var height = Math.Min(plot.Height, 220);
        var (left, top) = (plot.Right + 16, plot.Top + (heat.Name.Length > 0 ? 18 : 0));
        var bottom = Math.Min(plot.Bottom, top + height);
        var step = (bottom - top) / steps;
        for (var i = 0; i < steps; i++)
        {
            // Each piece reaches half a pixel into the next, so that no seam shows.
            var edge = bottom - (i + 1) * step;
            canvas.Rectangle(new Box(left, edge, left + 14, Math.Min(bottom, edge + step + 0.6)), heat.Scale.At((low + (i + 0.5) / steps * (high - low) - from) / (to - from)));
        }
        foreach (var (value, text) in Ticks.Linear(low, high, 5))
        {
            var at = bottom - (value - low) / (high - low) * (bottom - top);
            canvas.Line(left + 14, at, left + 17, at, "#7F7F7F");
            canvas.Text(TextWidth.Fit(text, 50, 10), left + 20, at + 3.5, 10);
        }
        if (heat.Name.Length > 0) canvas.Text(TextWidth.Fit(heat.Name, 84, 10.5), Math.Min(left, figure.Width - 4 - TextWidth.Pixels(TextWidth.Fit(heat.Name, 84, 10.5), 10.5)), plot.Top + 8, 10.5);
    }
}
