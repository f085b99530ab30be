namespace UserSegments.Display;

/// <summary>The texts left of the plot: numbers, or names in up to two lines.</summary>
internal sealed class VerticalLabels
{
    private const double Size = 11;
    private readonly double room;
    private readonly int lines;

    public VerticalLabels(Scale scale, double height, double widest)
    {
        var ticks = scale.Ticks((int)Math.Max(2, height / 48));
        // Where the texts would touch, every second, third, … is written.
        var step = height / (scale.IsCategory ? Math.Max(1, scale.Names.Count) : Math.Max(1, ticks.Count));
        var skip = Math.Max(1, (int)Math.Ceiling(13 / Math.Max(1, step)));
        Ticks = [.. ticks.Where((_, i) => i % skip == 0)];
        lines = step >= 30 ? 2 : 1;
        room = widest;
        Width = Ticks.Select(tick => Lines(tick.Text).Max(line => TextWidth.Pixels(line, Size))).DefaultIfEmpty().Max();
    }

    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    public double Width { get; }

    public void Draw(SvgCanvas canvas, string text, double right, double middle)
    {
        var parts = Lines(text);
        for (var i = 0; i < parts.Count; i++) canvas.Text(parts[i], right, middle + 4 + (i - (parts.Count - 1) / 2.0) * 13, Size, "end");
    }

    private List<string> Lines(string text) => text.Length == 0 ? [""] : TextWidth.Wrap(text.ReplaceLineEndings(" "), room, Size, lines);
}
