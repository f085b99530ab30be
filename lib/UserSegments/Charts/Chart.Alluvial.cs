using UserSegments.Display;

namespace UserSegments.Charts;

public static partial class Chart
{
    /// <summary>How people flow between segments from window to window: a column a window, a block a segment, a band for those who go the same way.</summary>
    /// <param name="windows">(w) names of the windows.</param>
    /// <param name="ids">For each window, the stable id of each user's segment (users), -1 for users that are absent; as <see cref="Dynamics.SegmentTimeline.Ids"/> gives them.</param>
    /// <param name="title">The finding; null: what share changes segment from one window to the next.</param>
    /// <param name="name">What a segment is called, in a few letters; null: its id.</param>
    /// <param name="leastShare">Bands of fewer than this share of the window's people are left out, and counted in the note.</param>
    /// <remarks>A segment has one colour and one place in the order in all windows. Bands of those who move are darker than of those who stay, in the colour of where they come from.</remarks>
    public static Figure Alluvial(IReadOnlyList<string> windows, IReadOnlyList<int[]> ids, string? title = null, Func<int, string>? name = null, double leastShare = 0.003)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(ids);
        Numerics.Check.SameLength(ids.Count, windows.Count, nameof(ids), nameof(windows));
        Numerics.Check.InRange(leastShare, 0, 1);
        return new AlluvialDrawing(windows, ids, name ?? (id => Segment(id)), leastShare).Draw(title);
    }

    /// <summary>One colour a segment for life: eight of the palette, then the same ones lighter.</summary>
    internal static string Lasting(int id) => id / 8 % 2 == 0 ? Palette.Colour(id) : Palette.Mix(Palette.Colour(id), "#FFFFFF", 0.45);
}
