namespace UserSegments.Display;

/// <summary>Colours that people with any colour vision tell apart (Okabe and Ito, 2008), with marker shapes and dashes as a second cue.</summary>
public static class Palette
{
    /// <summary>What belongs to no group.</summary>
    public const string Grey = "#9A9A9A";

    /// <summary>Text and axes.</summary>
    public const string Ink = "#262626";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#E3E3E3";

    // The eighth is the palette's yellow, darkened so that it stands out from white paper.
    private static readonly string[] Groups = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#A89B00"];
    private static readonly MarkerShape[] Shapes = [MarkerShape.Circle, MarkerShape.Square, MarkerShape.Triangle, MarkerShape.Diamond, MarkerShape.Cross, MarkerShape.TriangleDown];

    /// <summary>The colour of a group, as #RRGGBB; colours repeat after eight.</summary>
    /// <param name="group">Number of the group; below 0 is noise and grey.</param>
    public static string Colour(int group) => group < 0 ? Grey : Groups[group % Groups.Length];

    /// <summary>The marker of a group; colour and marker together repeat after 24.</summary>
    /// <param name="group">Number of the group; below 0 is noise.</param>
    public static MarkerShape Marker(int group) => group < 0 ? MarkerShape.Circle : Shapes[group % Shapes.Length];

    /// <summary>The dash of a series, in SVG's form; empty is solid.</summary>
    /// <param name="series">Number of the series, at least 0.</param>
    public static string Dash(int series) => (series % 4) switch { 0 => "", 1 => "7 3", 2 => "2 3", _ => "9 3 2 3" };

    internal static (int R, int G, int B) Parse(string colour) =>
        (Convert.ToInt32(colour[1..3], 16), Convert.ToInt32(colour[3..5], 16), Convert.ToInt32(colour[5..7], 16));

    internal static string Mix(string from, string to, double share)
    {
        var (a, b) = (Parse(from), Parse(to));
        return $"#{Part(a.R, b.R):X2}{Part(a.G, b.G):X2}{Part(a.B, b.B):X2}";

        int Part(int x, int y) => (int)Math.Round(x + (y - x) * share);
    }

    /// <summary>Black or white, whichever is read better on the colour (relative luminance of WCAG 2).</summary>
    internal static string InkOn(string colour)
    {
        var (r, g, b) = Parse(colour);
        return 0.2126 * Linear(r) + 0.7152 * Linear(g) + 0.0722 * Linear(b) > 0.30 ? "#000000" : "#FFFFFF";

        static double Linear(int part) => part <= 10 ? part / 255.0 / 12.92 : Math.Pow((part / 255.0 + 0.055) / 1.055, 2.4);
    }
}
