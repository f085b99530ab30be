namespace UserSegments.Charts;

/// <summary>From results to figures: one method a kind of chart, 720 x 420, the finding as title.</summary>
/// <remarks>
/// Everything returned is a <see cref="Display.Figure"/>, so that size, note, legend and axes can be changed by <c>with</c>. Colours are those of
/// <see cref="Display.Palette"/>, with marker shapes and dashes as a second cue. The same input gives the same bytes.
/// </remarks>
public static partial class Chart
{
    private static string Segment(int group) => group < 0 ? "noise" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"segment {group}");
}
