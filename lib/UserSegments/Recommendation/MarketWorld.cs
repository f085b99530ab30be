using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>The simulated market as a feedback loop: a person comes, one of some candidates is shown in the first place, and is clicked with the true probability.</summary>
/// <remarks>
/// A candidate's features are a 1, the item's facets, and, where user vectors are given, each facet's share of the cosine of user and item; a policy sees nothing
/// of the truth. Safe for many threads.
/// </remarks>
public sealed class MarketWorld : IFeedbackWorld
{
    private readonly MarketTruth truth;
    private readonly FacetVectors items;
    private readonly FacetVectors? profiles;
    private readonly MarketWorldOptions options;
    private readonly int[] users, onMarket, segments, other;
    private readonly double[][] tastes;

    /// <summary>Sets the loop up.</summary>
    /// <param name="truth">What is true.</param>
    /// <param name="items">(items) facets of the items, as a recommender may know them.</param>
    /// <param name="profiles">(users) the same facets of the users; null for none.</param>
    /// <param name="segments">(users) the segment that a recommender takes each user to be in; null: the true one in the month.</param>
    /// <param name="options">Candidates, month, change.</param>
    public MarketWorld(MarketTruth truth, FacetVectors items, FacetVectors? profiles = null, IReadOnlyList<int>? segments = null, MarketWorldOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(items);
        Check.SameLength(items.Rows, truth.ItemCategories.Count, nameof(items), "the items of truth");
        if (profiles is not null && !profiles.SameFacets(items))
            throw new ArgumentException($"profiles has the facets {profiles}, expected those of items: {items}.", nameof(profiles));
        (this.truth, this.items, this.profiles, this.options) = (truth, items, profiles, options ?? new MarketWorldOptions());
        var month = this.options.Month;
        users = [.. this.options.Users ?? [.. Enumerable.Range(0, truth.Segments.Count)]];
        onMarket = [.. Enumerable.Range(0, items.Rows).Where(item => truth.ItemLaunchMonths[item] <= month)];
        tastes = [.. Enumerable.Range(0, truth.Segments.Count).Select(user => truth.Taste(user, month))];
        var home = Enumerable.Range(0, truth.Segments.Count).Select(user => truth.SegmentAt(user, month)).ToArray();
        this.segments = segments is null ? home : [.. segments];
        Check.SameLength(this.segments.Length, home.Length, nameof(segments), "the users of truth");
        var members = Enumerable.Range(0, truth.SegmentCount).Select(s => Enumerable.Range(0, home.Length).Where(u => home[u] == s).ToArray()).ToArray();
        var rng = new Rng(this.options.Seed);
        other = new int[home.Length];
        for (var user = 0; user < home.Length; user++)
        {
            var next = (home[user] + 1) % members.Length;
            while (members[next].Length == 0) next = (next + 1) % members.Length;
            other[user] = members[next][rng.NextInt(members[next].Length)];
        }
        Features = 1 + items.Values.Columns + (profiles is null ? 0 : items.Count);
    }

    /// <summary>Features of a candidate.</summary>
    public int Features { get; }

    /// <inheritdoc/>
    public FeedbackRound Next(int step, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var user = users[rng.NextInt(users.Length)];
        var chosen = new int[Math.Min(options.Candidates, onMarket.Length)];
        for (var k = 0; k < chosen.Length;)
        {
            var item = onMarket[rng.NextInt(onMarket.Length)];
            if (Array.IndexOf(chosen, item, 0, k) < 0) chosen[k++] = item;
        }
        var rows = new Matrix(chosen.Length, Features);
        for (var k = 0; k < chosen.Length; k++)
        {
            var row = rows.Row(k);
            row[0] = 1;
            items.Values.Row(chosen[k]).CopyTo(row[1..]);
            if (profiles is not null) MatchingProblem.Shares(profiles, user, items, chosen[k], row[(1 + items.Values.Columns)..]);
        }
        return new FeedbackRound(step, user, segments[user], chosen, rows);
    }

    /// <inheritdoc/>
    public double Expected(FeedbackRound round, int choice)
    {
        ArgumentNullException.ThrowIfNull(round);
        var user = round.Step < options.ChangeAt ? round.User : other[round.User];
        return MarketTruth.Click(truth.Utility(tastes[user], round.Items[choice]), 0);
    }
}
