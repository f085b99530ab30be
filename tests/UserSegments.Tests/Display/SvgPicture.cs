using System.Globalization;
using System.Xml.Linq;
using UserSegments.Display;

namespace UserSegments.Tests.Display;

/// <summary>Reads an SVG back and says what breaks the rules of pictures.</summary>
internal sealed class SvgPicture
{
    private static readonly HashSet<string> Allowed = ["svg", "title", "desc", "rect", "path", "text"];
    private readonly XElement root;

    public SvgPicture(Figure figure) => root = XDocument.Parse(figure.ToSvg()).Root!;

    public IEnumerable<string> Texts => Elements("text").Select(text => text.Value);

    public IEnumerable<XElement> Elements(string name) => root.Descendants().Where(element => element.Name.LocalName == name);

    /// <summary>Every breach: foreign elements, attributes that fetch or run something, numbers that are none, texts that leave the picture or cover each other.</summary>
    public List<string> Breaches()
    {
        var breaches = new List<string>();
        foreach (var element in root.DescendantsAndSelf())
        {
            if (!Allowed.Contains(element.Name.LocalName)) breaches.Add($"element {element.Name.LocalName}");
            foreach (var attribute in element.Attributes())
            {
                var name = attribute.Name.LocalName;
                if (name.StartsWith("on", StringComparison.Ordinal) || name is "style" or "class" or "href" or "id" || attribute.Value.Contains("url(", StringComparison.Ordinal)) breaches.Add($"attribute {attribute}");
                if (attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞')) breaches.Add($"number {attribute}");
            }
        }
        var texts = Elements("text").Select(text => (text.Value, Corners: Corners(text))).ToArray();
        var (width, height) = (Number(root, "width"), Number(root, "height"));
        foreach (var (value, corners) in texts)
        {
            if (corners.Any(c => c.X < -0.5 || c.Y < -0.5 || c.X > width + 0.5 || c.Y > height + 0.5)) breaches.Add($"\"{value}\" leaves the picture");
        }
        for (var i = 0; i < texts.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Overlap(texts[i].Corners, texts[j].Corners)) breaches.Add($"\"{texts[i].Value}\" covers \"{texts[j].Value}\"");
            }
        }
        return breaches;
    }

    /// <summary>The four corners of a text, measured on the safe side and turned.</summary>
    private static (double X, double Y)[] Corners(XElement text)
    {
        var (x, y, size) = (Number(text, "x"), Number(text, "y"), Number(text, "font-size"));
        var width = TextWidth.Pixels(text.Value, size, text.Attribute("font-weight") is not null);
        var left = (string?)text.Attribute("text-anchor") switch { "middle" => x - width / 2, "end" => x - width, _ => x };
        var angle = text.Attribute("transform") is { } turn ? double.Parse(turn.Value["rotate(".Length..].Split(' ')[0], CultureInfo.InvariantCulture) * Math.PI / 180 : 0;
        // Letters without the little that stands below the base line.
        return [.. new[] { (left, y - size * 0.75), (left + width, y - size * 0.75), (left + width, y + size * 0.1), (left, y + size * 0.1) }
            .Select(corner => (x + (corner.Item1 - x) * Math.Cos(angle) - (corner.Item2 - y) * Math.Sin(angle), y + (corner.Item1 - x) * Math.Sin(angle) + (corner.Item2 - y) * Math.Cos(angle)))];
    }

    /// <summary>Whether two rectangles at any angle overlap (separating axes).</summary>
    private static bool Overlap((double X, double Y)[] a, (double X, double Y)[] b)
    {
        foreach (var shape in new[] { a, b })
        {
            for (var i = 0; i < 2; i++)
            {
                var (nx, ny) = (shape[i + 1].Y - shape[i].Y, shape[i].X - shape[i + 1].X);
                var (pa, pb) = (a.Select(p => p.X * nx + p.Y * ny).ToArray(), b.Select(p => p.X * nx + p.Y * ny).ToArray());
                if (pa.Max() <= pb.Min() + 1e-6 || pb.Max() <= pa.Min() + 1e-6) return false;
            }
        }
        return true;
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
