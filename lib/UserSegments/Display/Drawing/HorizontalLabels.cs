namespace UserSegments.Display;

/// <summary>The texts below the plot: upright where they fit, names in up to two lines, else turned by 45 degrees, else fewer.</summary>
internal sealed class HorizontalLabels
{
    private const double Size = 11;
    private const double LineHeight = 13;
    private static readonly double Diagonal = Math.Sqrt(0.5);
    private readonly Scale scale;
    private readonly bool turned;
    private readonly List<string>[] lines;

    public HorizontalLabels(Scale scale, double left, double right, double tallest)
    {
        this.scale = scale;
        var width = Math.Max(40, right - left);
        var count = (int)Math.Max(2, width / 70);
        var ticks = scale.Ticks(count);
        while (!scale.IsCategory && count > 1 && !Fits(ticks, tick => TextWidth.Pixels(tick.Text, Size), width) && scale.Ticks(count - 1).Count < ticks.Count) ticks = scale.Ticks(--count);
        var named = ticks.Select(tick => (tick.Value, Text: tick.Text.ReplaceLineEndings(" "))).ToList();
        var gap = named.Count < 2 ? width : Enumerable.Range(1, named.Count - 1).Min(i => (scale.Share(named[i].Value) - scale.Share(named[i - 1].Value)) * width);
        var wrapped = named.Select(tick => TextWidth.Wrap(tick.Text, Math.Min(gap, width) - 6, Size, 2)).ToArray();
        if (Fits(named, tick => TextWidth.Pixels(tick.Text, Size), width)) lines = [.. named.Select(tick => new List<string> { tick.Text })];
        else if (gap >= 50 && wrapped.All(parts => !parts.Exists(part => part.EndsWith('…')))) lines = wrapped;
        else
        {
            turned = true;
            var skip = Math.Max(1, (int)Math.Ceiling(16 / Math.Max(0.5, gap)));
            named = [.. named.Where((_, i) => i % skip == 0)];
            // A turned text reaches to the left by its width times cos 45; none may leave the picture.
            lines = [.. named.Select(tick => new List<string>
            {
                TextWidth.Fit(tick.Text, Math.Min(tallest, left + scale.Share(tick.Value) * width - 6) / Diagonal - Size, Size),
            })];
        }
        Ticks = named;
        var widths = lines.Select(parts => parts.Select(part => TextWidth.Pixels(part, Size)).DefaultIfEmpty().Max()).ToArray();
        Height = turned ? widths.DefaultIfEmpty().Max() * Diagonal + 12 : 6 + LineHeight * lines.Select(parts => parts.Count).DefaultIfEmpty(1).Max();
        Overhang = turned ? 0 : named.Select((tick, i) => widths[i] / 2 - (1 - scale.Share(tick.Value)) * width).DefaultIfEmpty().Max();
    }

    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    public double Height { get; }

    /// <summary>How far the last text reaches beyond the plot.</summary>
    public double Overhang { get; }

    public void Draw(SvgCanvas canvas, Box plot)
    {
        for (var i = 0; i < Ticks.Count; i++)
        {
            var at = plot.Left + scale.Share(Ticks[i].Value) * plot.Width;
            canvas.Line(at, plot.Bottom, at, plot.Bottom + 4, "#7F7F7F");
            if (turned) canvas.Text(lines[i][0], at + 3, plot.Bottom + 13, Size, "end", -45);
            else
            {
                for (var line = 0; line < lines[i].Count; line++) canvas.Text(lines[i][line], at, plot.Bottom + 16 + line * LineHeight, Size, "middle");
            }
        }
    }

    private bool Fits(IReadOnlyList<(double Value, string Text)> ticks, Func<(double Value, string Text), double> size, double width)
    {
        for (var i = 1; i < ticks.Count; i++)
        {
            if ((scale.Share(ticks[i].Value) - scale.Share(ticks[i - 1].Value)) * width < (size(ticks[i]) + size(ticks[i - 1])) / 2 + 8) return false;
        }
        return true;
    }
}
