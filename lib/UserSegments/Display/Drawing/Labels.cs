namespace UserSegments.Display;

/// <summary>Texts inside the plot, placed so that none covers another.</summary>
internal sealed class Labels(SvgCanvas canvas, Box plot)
{
    private readonly List<Box> placed = [];

    /// <summary>Writes a text with its box's left top corner at the first of the places that is free and inside the plot.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryPlace(string text, double size, IEnumerable<(double Left, double Top)> corners, string fill = Palette.Ink, bool backed = true)
    {
        var width = TextWidth.Pixels(text, size) + 4;
        foreach (var (left, top) in corners)
        {
            var box = new Box(left, top, left + width, top + size + 4);
            if (!plot.Holds(box) || placed.Exists(box.Overlaps)) continue;
            placed.Add(box);
            if (backed) canvas.Rectangle(box, "#FFFFFF", 0.75);
            canvas.Text(text, left + 2, top + size, size, fill: fill);
            return true;
        }
        return false;
    }

    /// <summary>Places around a point: right, left, above, below, then the corners, near and farther.</summary>
    public static IEnumerable<(double Left, double Top)> Around(double x, double y, string text, double size)
    {
        var (width, height) = (TextWidth.Pixels(text, size) + 4, size + 4);
        foreach (var gap in new[] { 5.0, 14.0, 24.0 })
        {
            yield return (x + gap, y - height / 2);
            yield return (x - gap - width, y - height / 2);
            yield return (x - width / 2, y - gap - height);
            yield return (x - width / 2, y + gap);
            yield return (x + gap, y - gap - height);
            yield return (x - gap - width, y - gap - height);
            yield return (x + gap, y + gap);
            yield return (x - gap - width, y + gap);
        }
    }
}
