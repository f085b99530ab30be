namespace UserSegments.Display;

/// <summary>The legend: one row above the plot where it fits, else a column to the right of it.</summary>
internal sealed class Legend
{
    private const double Size = 11;
    private const double RowHeight = 18;
    private const double Swatch = 22;
    private readonly List<(Trace Trace, string Colour)> entries;
    private readonly string title;

    public Legend(Figure figure, IReadOnlyList<string> colours)
    {
        entries = [.. figure.Traces.Select((trace, i) => (trace, colours[i])).Where(x => x.trace.Name.Length > 0 && x.trace is not (HeatmapTrace or ReferenceLine or TextTrace))];
        title = figure.LegendTitle;
        if (entries.Count < 2) entries.Clear();
        var row = TextWidth.Pixels(title, Size) + (title.Length > 0 ? 12 : 0) + entries.Sum(entry => Swatch + TextWidth.Pixels(entry.Trace.Name, Size) + 14);
        IsRow = entries.Count is > 0 and <= 6 && row <= figure.Width - 32;
        var widest = Math.Max(entries.Select(entry => TextWidth.Pixels(entry.Trace.Name, Size)).DefaultIfEmpty().Max(), TextWidth.Pixels(title, Size) - Swatch);
        Width = entries.Count == 0 || IsRow ? 0 : Swatch + Math.Min(widest, figure.Width * 0.26) + 14;
    }

    /// <summary>Whether it stands above the plot.</summary>
    public bool IsRow { get; }

    /// <summary>Height above the plot.</summary>
    public double Height => IsRow ? RowHeight + 4 : 0;

    /// <summary>Width to the right of the plot.</summary>
    public double Width { get; }

    public void DrawRow(SvgCanvas canvas, double x, double y)
    {
        if (!IsRow) return;
        if (title.Length > 0) canvas.Text(title, x, y, Size);
        x += TextWidth.Pixels(title, Size) + (title.Length > 0 ? 12 : 0);
        foreach (var (trace, colour) in entries)
        {
            DrawSwatch(canvas, trace, colour, x, y - 4);
            canvas.Text(trace.Name, x + Swatch, y, Size);
            x += Swatch + TextWidth.Pixels(trace.Name, Size) + 14;
        }
    }

    public void DrawColumn(SvgCanvas canvas, double x, double top, double bottom)
    {
        if (Width == 0) return;
        var y = top + 10;
        if (title.Length > 0)
        {
            canvas.Text(TextWidth.Fit(title, Width, Size), x, y, Size);
            y += RowHeight;
        }
        var rows = Math.Max(1, (int)((bottom - y) / RowHeight) + 1);
        var shown = entries.Count <= rows ? entries.Count : rows - 1;
        foreach (var (trace, colour) in entries.Take(shown))
        {
            DrawSwatch(canvas, trace, colour, x, y - 4);
            canvas.Text(TextWidth.Fit(trace.Name, Width - Swatch - 10, Size), x + Swatch, y, Size);
            y += RowHeight;
        }
        if (shown < entries.Count) canvas.Text($"… {entries.Count - shown} more", x + Swatch, y, Size);
    }

    private static void DrawSwatch(SvgCanvas canvas, Trace trace, string colour, double x, double y)
    {
        switch (trace)
        {
            case ScatterTrace scatter:
                Markers.Draw(canvas, [(x + 9, y)], scatter.Marker, Math.Max(7, scatter.Size), colour, 1);
                break;
            case LineTrace line:
                canvas.Line(x, y, x + 18, y, colour, line.Width, line.Dash);
                if (line.Marker is { } marker) Markers.Draw(canvas, [(x + 9, y)], marker, 7, colour, 1);
                break;
            case PathTrace path:
                canvas.Line(x, y, x + 18, y, colour, path.Width);
                break;
            default:
                canvas.Rectangle(new Box(x + 3, y - 5, x + 15, y + 5), colour);
                break;
        }
    }
}
