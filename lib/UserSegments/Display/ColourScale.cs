using System.Globalization;

namespace UserSegments.Display;

/// <summary>Colours for numbers, light to dark or from one hue through white to another.</summary>
public sealed class ColourScale
{
    private readonly string[] stops;

    private ColourScale(bool diverging, params string[] stops) => (IsDiverging, this.stops) = (diverging, stops);

    /// <summary>White to dark blue: amounts.</summary>
    public static ColourScale Sequential { get; } = new(false, "#F7FBFF", "#C6DBEF", "#6BAED6", "#2171B5", "#08306B");

    /// <summary>Blue through white to red: differences from a middle.</summary>
    public static ColourScale Diverging { get; } = new(true, "#2166AC", "#92C5DE", "#F7F7F7", "#F4A582", "#B2182B");

    /// <summary>Whether the middle has a meaning of its own, such as 0.</summary>
    public bool IsDiverging { get; }

    /// <summary>The colour at a place of the scale, as #RRGGBB; grey where there is no number.</summary>
    /// <param name="share">0 to 1; what lies outside takes the nearer end.</param>
    public string At(double share)
    {
        if (double.IsNaN(share)) return "#D9D9D9";
        var place = Math.Clamp(share, 0, 1) * (stops.Length - 1);
        var stop = Math.Min((int)place, stops.Length - 2);
        return Palette.Mix(stops[stop], stops[stop + 1], place - stop);
    }

    /// <summary>The scale in plotly's form: (place, colour) from 0 to 1.</summary>
    internal IEnumerable<(double Place, string Colour)> Stops() => stops.Select((colour, i) => (i / (stops.Length - 1.0), colour));

    /// <summary>The kind of scale, for people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsDiverging ? "diverging" : "sequential")}, {stops.Length} colours");
}
