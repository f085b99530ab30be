using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Segments with names that stay: groupings of one window after another, matched by members and centres, with what happened to each.</summary>
/// <remarks>
/// Two groups are similar by <c>w F1(members present in both windows) + (1 - w) max(0, cosine of centres)</c>; the matching of two neighbouring windows is the one
/// of largest total similarity (<see cref="Assignment"/>), without pairs below the least similarity. The matched keep their id, the others get the next free one:
/// an id is never given twice. Deterministic.
/// </remarks>
public sealed class SegmentTimeline
{
    private SegmentTimeline(IReadOnlyList<int[]> ids, IReadOnlyList<SegmentEvent> events, int count) => (Ids, Events, SegmentCount) = (ids, events, count);

    /// <summary>For each window, the stable id of each user's segment, -1 for users that are absent or noise.</summary>
    public IReadOnlyList<int[]> Ids { get; }

    /// <summary>What happened, in the order of windows.</summary>
    public IReadOnlyList<SegmentEvent> Events { get; }

    /// <summary>Number of stable ids that were given.</summary>
    public int SegmentCount { get; }

    /// <summary>Follows segments over windows.</summary>
    /// <param name="labels">For each window, the group of each user (users), -1 for users that are absent or noise; all of one length.</param>
    /// <param name="centres">For each window, the centres (groups, d); null to go by members alone.</param>
    /// <param name="options">How; the defaults unless given.</param>
    public static SegmentTimeline Track(IReadOnlyList<int[]> labels, IReadOnlyList<Matrix>? centres = null, SegmentTrackingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        options ??= new SegmentTrackingOptions();
        if (centres is not null) Check.SameLength(centres.Count, labels.Count, nameof(centres), nameof(labels));
        var (ids, events, next) = (new List<int[]>(), new List<SegmentEvent>(), 0);
        int[] names = [];
        for (var window = 0; window < labels.Count; window++)
        {
            var groups = labels[window].DefaultIfEmpty(-1).Max() + 1;
            int[] now;
            if (window == 0)
            {
                now = [.. Enumerable.Range(0, groups)];
                next = groups;
            }
            else
            {
                Check.SameLength(labels[window].Length, labels[0].Length, nameof(labels), "labels[0]");
                var step = new SegmentStep(labels[window - 1], labels[window], names.Length, groups, centres?[window - 1], centres?[window], options);
                now = step.Name(names, ref next);
                events.AddRange(step.Events(window, names, now));
            }
            names = now;
            ids.Add(Array.ConvertAll(labels[window], label => label < 0 ? -1 : now[label]));
        }
        return new SegmentTimeline(ids, events, next);
    }

    /// <summary>Segments whose ids last already, as those of <see cref="Regrouping.Adaptive"/>, with what their follower says happened.</summary>
    /// <param name="ids">For each window, the id of each user's segment (users), -1 for users that are absent; all of one length.</param>
    /// <param name="events">What happened, in the order of windows.</param>
    public static SegmentTimeline Of(IReadOnlyList<int[]> ids, IReadOnlyList<SegmentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(events);
        foreach (var window in ids) Check.SameLength(window.Length, ids[0].Length, nameof(ids), "ids[0]");
        return new SegmentTimeline(ids, events, ids.SelectMany(window => window).DefaultIfEmpty(-1).Max() + 1);
    }

    /// <summary>How many users went from which segment to which, shape (segments, segments) by stable id; users absent in either window do not count.</summary>
    /// <param name="window">The later window, at least 1.</param>
    public int[,] Migration(int window)
    {
        Check.InRange(window, 1, Ids.Count - 1);
        var moved = new int[SegmentCount, SegmentCount];
        for (var user = 0; user < Ids[window].Length; user++)
        {
            if (Ids[window - 1][user] >= 0 && Ids[window][user] >= 0) moved[Ids[window - 1][user], Ids[window][user]]++;
        }
        return moved;
    }

    /// <summary>Share of the users present in two neighbouring windows whose id changed.</summary>
    /// <param name="window">The later window, at least 1.</param>
    /// <returns>0 to 1; 0 where nobody was present in both.</returns>
    public double ChangedShare(int window)
    {
        var moved = Migration(window);
        var (all, stayed) = (0, 0);
        for (var from = 0; from < SegmentCount; from++)
        {
            stayed += moved[from, from];
            for (var to = 0; to < SegmentCount; to++) all += moved[from, to];
        }
        return all == 0 ? 0 : 1 - (double)stayed / all;
    }
}
