using System.Globalization;
using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>The same for everybody: items by how many users had them; the floor of every table.</summary>
/// <param name="options">Whether old interactions fade.</param>
/// <remarks>A user counts once an item (the latest time, where time matters). O(interactions) to fit, O(items) a user.</remarks>
public sealed class Popularity(PopularityOptions? options = null) : IRecommender
{
    private readonly PopularityOptions options = options ?? new PopularityOptions();

    /// <inheritdoc/>
    public string Name => options.HalfLifeDays is { } days ? string.Create(CultureInfo.InvariantCulture, $"popularity, half-life {days:0.#} days") : "popularity";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Old interactions should fade, and some have no time.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (options.HalfLifeDays is not null && train.Interactions.Count > 0 && !train.HasTime)
            throw new ArgumentException($"{train.Name} has interactions without a time, which HalfLifeDays needs.", nameof(train));
        var weights = new Dictionary<(int, int), double>();
        var last = train.Interactions.Count > 0 ? train.Interactions[^1].Time : null;
        foreach (var x in train.Interactions)
            weights[(x.User, x.Item)] = options.HalfLifeDays is { } days ? Math.Pow(0.5, (last!.Value - x.Time!.Value).TotalDays / days) : 1;
        var counts = new double[train.Items.Count];
        foreach (var ((_, item), weight) in weights) counts[item] += weight;
        return new Model(Name, Array.ConvertAll(counts, count => (float)count));
    }

    private sealed class Model(string name, float[] counts) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores) => counts.CopyTo(scores);

        public IScorer For(Dataset histories) => this;
    }
}
