using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Cuts a data set into stretches of time.</summary>
/// <remarks>Interactions without a time are left out. Windows follow one another in time and may be empty in between. O(interactions) for each cut.</remarks>
public static class TimeWindows
{
    /// <summary>Calendar months, from that of the first dated interaction to that of the last.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="months">Months in a window, at least 1.</param>
    /// <exception cref="ArgumentException">No interaction has a time.</exception>
    public static IReadOnlyList<TimeWindow> Calendar(Dataset dataset, int months = 1)
    {
        Check.AtLeast(months, 1);
        var timed = Timed(dataset);
        var first = timed[0].Time!.Value;
        var borders = new List<DateTime> { new(first.Year, first.Month, 1, 0, 0, 0, DateTimeKind.Utc) };
        while (borders[^1] <= timed[^1].Time) borders.Add(borders[^1].AddMonths(months));
        return [.. borders.Zip(borders.Skip(1), (start, end) => Cut(timed, start, end))];
    }

    /// <summary>Windows of one length whose starts lie one step apart; they overlap where the step is shorter.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="length">Length of a window, above zero.</param>
    /// <param name="step">From start to start, above zero.</param>
    /// <exception cref="ArgumentException">No interaction has a time.</exception>
    public static IReadOnlyList<TimeWindow> Sliding(Dataset dataset, TimeSpan length, TimeSpan step)
    {
        if (length <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(length), length, $"length is {length}, expected above 0.");
        if (step <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(step), step, $"step is {step}, expected above 0.");
        var timed = Timed(dataset);
        var windows = new List<TimeWindow>();
        for (var start = timed[0].Time!.Value; start <= timed[^1].Time; start += step) windows.Add(Cut(timed, start, start + length));
        return windows;
    }

    /// <summary>Windows of one number of interactions; the last may have fewer.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="count">Interactions in a window, at least 1.</param>
    /// <exception cref="ArgumentException">No interaction has a time.</exception>
    public static IReadOnlyList<TimeWindow> ByCount(Dataset dataset, int count)
    {
        Check.AtLeast(count, 1);
        return [.. Timed(dataset).Chunk(count).Select(part => new TimeWindow(part[0].Time!.Value, part[^1].Time!.Value.AddTicks(1), part))];
    }

    private static Interaction[] Timed(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Interaction[] timed = [.. dataset.Interactions.Where(x => x.Time is not null)];
        return timed.Length > 0 ? timed : throw new ArgumentException($"{dataset.Name} has no interaction with a time.", nameof(dataset));
    }

    private static TimeWindow Cut(Interaction[] timed, DateTime start, DateTime end)
    {
        var (first, last) = (Before(timed, start), Before(timed, end));
        return new TimeWindow(start, end, new ArraySegment<Interaction>(timed, first, last - first));
    }

    // How many interactions lie before an instant.
    private static int Before(Interaction[] timed, DateTime instant)
    {
        var (low, high) = (0, timed.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (timed[middle].Time < instant) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
