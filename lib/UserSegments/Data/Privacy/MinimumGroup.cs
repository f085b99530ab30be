using UserSegments.Numerics;

namespace UserSegments.Data.Privacy;

/// <summary>A rule for what may be shown of groups: nothing that speaks of fewer people than a minimum (k-anonymity, Sweeney, 2002).</summary>
/// <remarks>Guards single tables, not what differs between two of them: for that, add noise (<see cref="NoisyCounts"/>).</remarks>
/// <param name="size">The smallest number of people that may be shown, at least 1.</param>
public sealed class MinimumGroup(int size)
{
    /// <summary>The smallest number of people that may be shown.</summary>
    public int Size { get; } = Check.AtLeast(size, 1);

    /// <summary>Whether something about so many people may be shown.</summary>
    /// <param name="people">Number of different people.</param>
    public bool Allows(int people) => people >= Size;

    /// <summary>Counts of people with the small ones taken out; where exactly one is small, the next smallest goes as well, so that it cannot be found by subtraction from the total.</summary>
    /// <param name="counts">People in each group.</param>
    /// <returns>The counts; null where nothing may be shown. Zeros stay.</returns>
    public int?[] Suppress(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var shown = counts.Select(count => count == 0 || Allows(count) ? count : (int?)null).ToArray();
        if (shown.Count(count => count is null) != 1) return shown;
        var next = -1;
        for (var i = 0; i < shown.Length; i++)
        {
            if (shown[i] is > 0 && (next < 0 || shown[i] < shown[next])) next = i;
        }
        if (next >= 0) shown[next] = null;
        return shown;
    }

    /// <summary>The terms that enough different people used, for cards and reports.</summary>
    /// <param name="terms">The words of each person.</param>
    /// <returns>The terms in ordinal order.</returns>
    public IReadOnlyList<string> Terms(IEnumerable<IEnumerable<string>> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var people = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var person in terms)
        {
            foreach (var term in person.Distinct(StringComparer.Ordinal)) people[term] = people.GetValueOrDefault(term) + 1;
        }
        return [.. people.Where(x => Allows(x.Value)).Select(x => x.Key).Order(StringComparer.Ordinal)];
    }
}
