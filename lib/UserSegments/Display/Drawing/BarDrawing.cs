namespace UserSegments.Display;

/// <summary>Draws bars, upright or lying, with their intervals and texts.</summary>
internal sealed class BarDrawing(SvgCanvas canvas, Box plot, Scale x, Scale y)
{
    private const double Size = 10.5;
    private readonly bool lying = y.IsCategory;

    /// <summary>Draws one of several series of bars that stand side by side over each name.</summary>
    public void Draw(BarTrace bars, string colour, int series, int count)
    {
        var names = lying ? y : x;
        var band = (lying ? plot.Height : plot.Width) / Math.Max(1, names.Names.Count);
        var room = Math.Min(band * 0.8, (lying ? 46 : 90) * count);
        var width = room / count;
        for (var i = 0; i < bars.Values.Count; i++)
        {
            var place = names.Share(bars.Categories[i]) * (lying ? plot.Height : plot.Width) + (lying ? plot.Top : plot.Left);
            var side = place - room / 2 + series * width;
            if (!double.IsFinite(side) || !double.IsFinite(bars.Values[i])) continue;
            var (from, to) = (Length(0), Length(bars.Values[i]));
            canvas.Rectangle(Oriented(side + width * 0.04, Math.Min(from, to), side + width * 0.96, Math.Max(from, to)), bars.Colours?[i] ?? colour);
            var end = to;
            if (bars.Low is not null && bars.High is not null && double.IsFinite(bars.Low[i]) && double.IsFinite(bars.High[i]))
            {
                var (low, high) = (Length(bars.Low[i]), Length(bars.High[i]));
                DrawInterval(side + width / 2, low, high, Math.Min(5, width * 0.3));
                // The text stands beyond whatever reaches farthest from 0.
                end = bars.Values[i] < 0 == lying ? Math.Min(to, Math.Min(low, high)) : Math.Max(to, Math.Max(low, high));
                if (!lying) end = bars.Values[i] < 0 ? Math.Max(to, Math.Max(low, high)) : Math.Min(to, Math.Min(low, high));
            }
            if (bars.Labels?[i] is { Length: > 0 } text) DrawText(text, side + width / 2, width, end, bars.Values[i] < 0);
        }
    }

    private double Length(double value) => lying
        ? plot.Left + Math.Clamp(x.Share(value), 0, 1) * plot.Width
        : plot.Bottom - Math.Clamp(y.Share(value), 0, 1) * plot.Height;

    private Box Oriented(double side, double low, double otherSide, double high) => lying ? new(low, side, high, otherSide) : new(side, low, otherSide, high);

    private void DrawInterval(double middle, double low, double high, double cap)
    {
        foreach (var (a, b, c, d) in new[] { (middle, low, middle, high), (middle - cap, low, middle + cap, low), (middle - cap, high, middle + cap, high) })
        {
            if (lying) canvas.Line(b, a, d, c, Palette.Ink, 1.3);
            else canvas.Line(a, b, c, d, Palette.Ink, 1.3);
        }
    }

    private void DrawText(string text, double middle, double width, double end, bool negative)
    {
        var length = TextWidth.Pixels(text, Size);
        if (lying)
        {
            var fits = negative ? end - length - 5 >= plot.Left - 0.5 : end + length + 5 <= plot.Right + 16;
            if (fits && width >= Size + 1) canvas.Text(text, negative ? end - 5 : end + 5, middle + 3.8, Size, negative ? "end" : "start");
        }
        else if (length + 2 <= width / 0.8 && (negative ? end + Size + 3 <= plot.Bottom : end - Size - 3 >= plot.Top - 8))
        {
            canvas.Text(text, middle, negative ? end + Size + 2 : end - 4, Size, "middle");
        }
    }
}
