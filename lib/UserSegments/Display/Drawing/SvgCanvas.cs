using System.Globalization;
using System.Text;

namespace UserSegments.Display;

/// <summary>Writes SVG elements with presentation attributes only, numbers rounded to a tenth of a pixel.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder svg = new();

    /// <summary>Begins a picture with its title and description for readers that do not see it.</summary>
    public SvgCanvas(int width, int height, string title, string description)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"Arial, Helvetica, sans-serif\">");
        svg.Append("<title>").Append(Markup.Escape(title)).Append("</title><desc>").Append(Markup.Escape(description)).Append("</desc>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>");
    }

    /// <summary>A coordinate with one decimal at the most.</summary>
    public static string Number(double value)
    {
        var text = Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string dash = "") =>
        Path($"M{Number(x1)},{Number(y1)}L{Number(x2)},{Number(y2)}", "none", stroke, width, dash);

    public void Rectangle(Box box, string fill, double opacity = 1, string stroke = "none")
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(Math.Max(0, box.Width))}\" height=\"{Number(Math.Max(0, box.Height))}\" fill=\"{fill}\"");
        if (opacity < 1) svg.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{opacity:0.##}\"");
        if (stroke != "none") svg.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke}\"");
        svg.Append("/>");
    }

    public void Path(string data, string fill, string stroke = "none", double width = 1, string dash = "", double opacity = 1, bool round = false)
    {
        if (data.Length == 0) return;
        svg.Append("<path d=\"").Append(data).Append("\" fill=\"").Append(fill).Append('"');
        if (stroke != "none")
        {
            svg.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke}\" stroke-width=\"{width:0.##}\"");
            if (dash.Length > 0) svg.Append(" stroke-dasharray=\"").Append(dash).Append('"');
            if (round) svg.Append(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
        }
        if (opacity < 1) svg.Append(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"");
        svg.Append("/>");
    }

    /// <summary>Text on its base line.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="x">Where it begins, ends or has its middle.</param>
    /// <param name="y">The base line.</param>
    /// <param name="size">Height of the letters, in pixels.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="angle">Degrees, clockwise, about (x, y).</param>
    /// <param name="bold">Whether the letters are bold.</param>
    /// <param name="fill">Colour.</param>
    public void Text(string text, double x, double y, double size = 11, string anchor = "start", double angle = 0, bool bold = false, string fill = Palette.Ink)
    {
        if (text.Length == 0) return;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" font-size=\"{size:0.##}\" fill=\"{fill}\"");
        if (anchor != "start") svg.Append(" text-anchor=\"").Append(anchor).Append('"');
        if (bold) svg.Append(" font-weight=\"bold\"");
        if (angle != 0) svg.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({angle:0.#} {Number(x)} {Number(y)})\"");
        svg.Append('>').Append(Markup.Escape(text)).Append("</text>");
    }

    /// <summary>The picture, closed.</summary>
    public string Close() => svg.Append("</svg>").ToString();
}
