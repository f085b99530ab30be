using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Dynamics;

/// <summary>How a word of a segment rises or falls over windows.</summary>
/// <param name="Term">The word.</param>
/// <param name="Shares">(windows) share of the segment's active people who used it; NaN in windows in which nobody was active.</param>
/// <param name="Change">Share in the later half of the windows less that in the earlier half.</param>
/// <param name="Score">The change in standard errors (two proportions, pooled): above 0 it rises.</param>
public sealed record TermTrend(string Term, IReadOnlyList<double> Shares, double Change, double Score)
{
    /// <summary>The words of one segment that change most, the strongest rise first, the strongest fall last.</summary>
    /// <param name="windows">(windows) what happened.</param>
    /// <param name="ids">(windows) the stable id of each user's segment, as <see cref="SegmentTimeline.Ids"/> gives them.</param>
    /// <param name="segment">The stable id.</param>
    /// <param name="textOf">The text of an event: what was written, or what the item is.</param>
    /// <param name="count">Words that rise, and as many that fall, at least 1.</param>
    /// <param name="leastUsers">People who must have used a word in all windows together, at least 1.</param>
    /// <remarks>O(words). A person counts once a word and window. People are those who belong to the segment in that window, so that what moves is the segment, whoever is in it.</remarks>
    public static IReadOnlyList<TermTrend> Of(
        IReadOnlyList<TimeWindow> windows, IReadOnlyList<int[]> ids, int segment, Func<Data.Interaction, string> textOf, int count = 5, int leastUsers = 20)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(textOf);
        Check.SameLength(ids.Count, windows.Count, nameof(ids), nameof(windows));
        Check.AtLeast(count, 1);
        Check.AtLeast(leastUsers, 1);
        var (counter, active, users) = (new TermCounter(), new int[windows.Count], new SortedDictionary<string, int[]>(StringComparer.Ordinal));
        for (var w = 0; w < windows.Count; w++)
        {
            var own = windows[w].Interactions.Where(x => ids[w][x.User] == segment).GroupBy(x => x.User).ToArray();
            active[w] = own.Length;
            foreach (var person in own)
            {
                foreach (var term in person.SelectMany(x => counter.Terms(textOf(x))).Distinct())
                {
                    if (!users.TryGetValue(term, out var row)) users[term] = row = new int[windows.Count];
                    row[w]++;
                }
            }
        }
        var half = windows.Count / 2;
        var (early, late) = ((double)active[..half].Sum(), (double)active[half..].Sum());
        if (early == 0 || late == 0) return [];
        var trends = users.Where(x => x.Value.Sum() >= leastUsers).Select(x =>
        {
            var (before, after) = (x.Value[..half].Sum() / early, x.Value[half..].Sum() / late);
            var pooled = x.Value.Sum() / (early + late);
            var error = Math.Sqrt(pooled * (1 - pooled) * (1 / early + 1 / late));
            return new TermTrend(x.Key, [.. x.Value.Select((n, w) => active[w] == 0 ? double.NaN : (double)n / active[w])], after - before, error > 0 ? (after - before) / error : 0);
        }).OrderByDescending(trend => trend.Score).ToArray();
        return [.. trends.Where(trend => trend.Score > 0).Take(count), .. trends.Where(trend => trend.Score < 0).TakeLast(count)];
    }
}
