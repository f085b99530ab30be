using System.Text;

namespace UserSegments.Display;

/// <summary>Points of one kind as one path, which keeps pictures of thousands of points small.</summary>
internal static class Markers
{
    public static void Draw(SvgCanvas canvas, IEnumerable<(double X, double Y)> places, MarkerShape shape, double size, string colour, double opacity)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in places) Append(path, shape, x, y, size / 2);
        switch (shape)
        {
            case MarkerShape.Circle:        // strokes of length 0 with round ends are discs
                canvas.Path(path.ToString(), "none", colour, size, opacity: opacity, round: true);
                break;
            case MarkerShape.Cross:
                canvas.Path(path.ToString(), "none", colour, Math.Max(1, size / 4), opacity: opacity);
                break;
            default:
                canvas.Path(path.ToString(), colour, opacity: opacity);
                break;
        }
    }

    private static void Append(StringBuilder path, MarkerShape shape, double x, double y, double r)
    {
        var (full, wide, tall) = (N(2 * r), N(2.3 * r), N(2.1 * r));
        path.Append(shape switch
        {
            MarkerShape.Circle => $"M{N(x)},{N(y)}h0",
            MarkerShape.Square => $"M{N(x - r)},{N(y - r)}h{full}v{full}h-{full}z",
            MarkerShape.Triangle => $"M{N(x)},{N(y - 1.25 * r)}l{N(1.15 * r)},{tall}h-{wide}z",
            MarkerShape.TriangleDown => $"M{N(x)},{N(y + 1.25 * r)}l{N(1.15 * r)},-{tall}h-{wide}z",
            MarkerShape.Diamond => $"M{N(x)},{N(y - 1.3 * r)}l{N(1.3 * r)},{N(1.3 * r)} -{N(1.3 * r)},{N(1.3 * r)} -{N(1.3 * r)},-{N(1.3 * r)}z",
            _ => $"M{N(x - r)},{N(y - r)}l{full},{full}m0,-{full}l-{full},{full}",
        });
    }

    private static string N(double value) => SvgCanvas.Number(value);
}
