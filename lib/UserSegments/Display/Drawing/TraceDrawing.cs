using System.Text;

namespace UserSegments.Display;

/// <summary>Draws the traces of a figure inside its plot.</summary>
internal sealed class TraceDrawing(Figure figure, SvgCanvas canvas, Box plot, Scale x, Scale y, string[] colours)
{
    private readonly Labels labels = new(canvas, plot);

    public void Draw()
    {
        var bars = figure.Traces.OfType<BarTrace>().ToList();
        for (var i = 0; i < figure.Traces.Count; i++)
        {
            switch (figure.Traces[i])
            {
                case ScatterTrace scatter:
                    Markers.Draw(canvas, Places(scatter.X, scatter.Y).Where(Inside), scatter.Marker, scatter.Size, colours[i], scatter.Opacity);
                    break;
                case LineTrace line:
                    Draw(line, colours[i]);
                    break;
                case BarTrace bar:
                    new BarDrawing(canvas, plot, x, y).Draw(bar, colours[i], bars.IndexOf(bar), bars.Count);
                    break;
                case HistogramTrace histogram:
                    Draw(histogram, colours[i]);
                    break;
                case HeatmapTrace heat:
                    Draw(heat);
                    break;
                case PathTrace path:
                    var data = string.Concat(path.Lines.Select(line => Clipped([.. line.Select(point => (X(point.X), Y(point.Y)))])));
                    canvas.Path(data, "none", colours[i], path.Width);
                    break;
                case AreaTrace area:
                    canvas.Path(string.Concat(Outlines(area).Select(outline => Closed(outline))), colours[i], opacity: area.Opacity);
                    break;
            }
        }
        for (var i = 0; i < figure.Traces.Count; i++)
        {
            if (figure.Traces[i] is ReferenceLine line) Draw(line, colours[i]);
        }
        for (var i = 0; i < figure.Traces.Count; i++)
        {
            if (figure.Traces[i] is TextTrace texts) Draw(texts, colours[i]);
        }
    }

    private double X(double value) => plot.Left + x.Share(value) * plot.Width;

    // Names run downwards, numbers upwards.
    private double Y(double value) => y.IsCategory ? plot.Top + y.Share(value) * plot.Height : plot.Bottom - y.Share(value) * plot.Height;

    private IEnumerable<(double X, double Y)> Places(IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        for (var i = 0; i < xs.Count; i++)
        {
            if (double.IsFinite(X(xs[i])) && double.IsFinite(Y(ys[i]))) yield return (X(xs[i]), Y(ys[i]));
        }
    }

    private bool Inside((double X, double Y) place) =>
        place.X >= plot.Left - 0.5 && place.X <= plot.Right + 0.5 && place.Y >= plot.Top - 0.5 && place.Y <= plot.Bottom + 0.5;

    private void Draw(LineTrace line, string colour)
    {
        if (line.Low is not null && line.High is not null)
        {
            int[] banded = [.. Enumerable.Range(0, line.X.Count).Where(i => double.IsFinite(X(line.X[i])) && double.IsFinite(Y(line.Low[i])) && double.IsFinite(Y(line.High[i])))];
            var outline = banded.Select(i => (X(line.X[i]), Y(line.High[i]))).Concat(banded.Reverse().Select(i => (X(line.X[i]), Y(line.Low[i]))));
            if (banded.Length > 1) canvas.Path(Closed(outline), colour, opacity: 0.18);
        }
        canvas.Path(Clipped([.. line.X.Select((value, i) => (X(value), Y(line.Y[i])))]), "none", colour, line.Width, line.Dash);
        var places = Places(line.X, line.Y).Where(Inside).ToArray();
        // A single point has no line; it must still be seen.
        if (line.Marker is { } marker || places.Length == 1) Markers.Draw(canvas, places, line.Marker ?? MarkerShape.Circle, 7, colour, 1);
    }

    private void Draw(HistogramTrace histogram, string colour)
    {
        var floor = Math.Clamp(Y(0), plot.Top, plot.Bottom);
        for (var i = 0; i < histogram.Counts.Count; i++)
        {
            var (left, right, top) = (X(histogram.Edges[i]), X(histogram.Edges[i + 1]), Math.Clamp(Y(histogram.Counts[i]), plot.Top, plot.Bottom));
            if (!double.IsFinite(left) || !double.IsFinite(right) || !double.IsFinite(top) || right <= plot.Left || left >= plot.Right || top == floor) continue;
            var gap = right - left > 4 ? 0.5 : 0;
            canvas.Rectangle(new Box(Math.Max(plot.Left, left + gap), Math.Min(top, floor), Math.Min(plot.Right, right - gap), Math.Max(top, floor)), colour, histogram.Opacity);
        }
    }

    private void Draw(HeatmapTrace heat)
    {
        var (low, high) = heat.Range();
        var (width, height) = (plot.Width / Math.Max(1, x.Names.Count), plot.Height / Math.Max(1, y.Names.Count));
        var gap = Math.Min(width, height) > 6 ? 0.5 : 0;
        var size = Math.Clamp(height * 0.45, 8, 12);
        for (var i = 0; i < heat.RowNames.Count; i++)
        {
            for (var j = 0; j < heat.ColumnNames.Count; j++)
            {
                var (left, top) = (plot.Left + x.Share(heat.ColumnNames[j]) * plot.Width - width / 2, plot.Top + y.Share(heat.RowNames[i]) * plot.Height - height / 2);
                var colour = heat.Scale.At((heat.Values[i, j] - low) / (high - low));
                canvas.Rectangle(new Box(left + gap, top + gap, left + width - gap, top + height - gap), colour);
                if (heat.Texts?[i, j] is { Length: > 0 } text && TextWidth.Pixels(text, size) + 2 <= width && size + 3 <= height)
                    canvas.Text(text, left + width / 2, top + height / 2 + size * 0.36, size, "middle", fill: Palette.InkOn(colour));
            }
        }
    }

    private void Draw(ReferenceLine line, string colour)
    {
        var at = line.Vertical ? X(line.Value) : Y(line.Value);
        if (!(line.Vertical ? Inside((at, plot.Top)) : Inside((plot.Left, at)))) return;
        canvas.Line(line.Vertical ? at : plot.Left, line.Vertical ? plot.Top : at, line.Vertical ? at : plot.Right, line.Vertical ? plot.Bottom : at, colour, 1.5, line.Dash);
        if (line.Text.Length == 0) return;
        var text = TextWidth.Fit(line.Text, plot.Width - 12, 11);
        var width = TextWidth.Pixels(text, 11) + 4;
        var steps = Enumerable.Range(0, (int)(plot.Height / 17));
        var corners = line.Vertical
            ? steps.SelectMany(i => new[] { (at + 4, plot.Top + 2 + 17 * i), (at - 4 - width, plot.Top + 2 + 17 * i), (Math.Clamp(at - width / 2, plot.Left + 1, plot.Right - width - 1), plot.Top + 2 + 17 * i) })
            : new[] { plot.Right - width - 2, plot.Left + 4, (plot.Left + plot.Right - width) / 2 }.SelectMany(left => new[] { (left, at - 17), (left, at + 2) });
        labels.TryPlace(text, 11, corners, colour);
    }

    private void Draw(TextTrace texts, string colour)
    {
        for (var i = 0; i < texts.Texts.Count; i++)
        {
            var place = (X: X(texts.X[i]), Y: Y(texts.Y[i]));
            if (!double.IsFinite(place.X) || !double.IsFinite(place.Y) || !Inside(place)) continue;
            var text = TextWidth.Fit(texts.Texts[i].ReplaceLineEndings(" "), plot.Width * 0.5, texts.Size);
            labels.TryPlace(text, texts.Size, Labels.Around(place.X, place.Y, text, texts.Size), colour);
        }
    }

    private IEnumerable<List<(double X, double Y)>> Outlines(AreaTrace area)
    {
        var outline = new List<(double X, double Y)>();
        for (var i = 0; i < area.X.Count; i++)
        {
            var corner = (X: X(area.X[i]), Y: Y(area.Y[i]));
            if (double.IsFinite(corner.X) && double.IsFinite(corner.Y))
            {
                outline.Add(corner);
                continue;
            }
            if (outline.Count > 0) yield return outline;
            outline = [];
        }
        if (outline.Count > 0) yield return outline;
    }

    private string Closed(IEnumerable<(double X, double Y)> corners)
    {
        var path = new StringBuilder();
        foreach (var (cornerX, cornerY) in corners)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(SvgCanvas.Number(Math.Clamp(cornerX, plot.Left, plot.Right))).Append(',').Append(SvgCanvas.Number(Math.Clamp(cornerY, plot.Top, plot.Bottom)));
        return path.Length == 0 ? "" : path.Append('z').ToString();
    }

    /// <summary>A line cut at the borders of the plot (Liang and Barsky, 1984) and broken where a place is not finite.</summary>
    private string Clipped(IReadOnlyList<(double X, double Y)> line)
    {
        var path = new StringBuilder();
        (double X, double Y)? pen = null;
        for (var i = 1; i < line.Count; i++)
        {
            if (Cut(line[i - 1], line[i]) is not var (from, to)) continue;
            if (pen != from) path.Append('M').Append(SvgCanvas.Number(from.X)).Append(',').Append(SvgCanvas.Number(from.Y));
            path.Append('L').Append(SvgCanvas.Number(to.X)).Append(',').Append(SvgCanvas.Number(to.Y));
            pen = to;
        }
        return path.ToString();
    }

    private ((double X, double Y) From, (double X, double Y) To)? Cut((double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        if (!double.IsFinite(dx) || !double.IsFinite(dy)) return null;
        var (enter, leave) = (0.0, 1.0);
        foreach (var (p, q) in new[] { (-dx, a.X - plot.Left + 0.5), (dx, plot.Right + 0.5 - a.X), (-dy, a.Y - plot.Top + 0.5), (dy, plot.Bottom + 0.5 - a.Y) })
        {
            if (p == 0 && q < 0) return null;
            if (p < 0) enter = Math.Max(enter, q / p);
            if (p > 0) leave = Math.Min(leave, q / p);
        }
        if (enter > leave) return null;
        return (enter == 0 ? a : (a.X + enter * dx, a.Y + enter * dy), leave == 1 ? b : (a.X + leave * dx, a.Y + leave * dy));
    }
}
