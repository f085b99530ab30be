using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>What people are interested in, facet by facet: over the long run and of late.</summary>
/// <param name="LongTerm">(users) weighted means of the vectors of their items; zeros for somebody without any.</param>
/// <param name="Recent">As <paramref name="LongTerm"/>, with the short half-life.</param>
/// <param name="Evidence">(users) the sum of the long-term weights: how much is known.</param>
public sealed record UserFacets(FacetVectors LongTerm, FacetVectors Recent, IReadOnlyList<double> Evidence)
{
    /// <summary>Averages the items that each person had to do with, <c>sum w 2^(-age / half-life) i / sum w 2^(-age / half-life)</c>.</summary>
    /// <param name="dataset">People and what they did.</param>
    /// <param name="items">(items) vectors per facet.</param>
    /// <param name="options">Half-lives, weights, the instant of "now".</param>
    /// <remarks>O(interactions x columns). Interactions without a time have age 0.</remarks>
    public static UserFacets Build(Dataset dataset, FacetVectors items, UserFacetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(items);
        Check.SameLength(items.Rows, dataset.Items.Count, nameof(items), "dataset.Items");
        options ??= new UserFacetOptions();
        var now = options.Now ?? dataset.Interactions.Select(x => x.Time).Max() ?? DateTime.MinValue;
        var (users, columns) = (dataset.Users.Count, items.Values.Columns);
        var (longTerm, recent) = (new Matrix(users, columns), new Matrix(users, columns));
        var (longSum, recentSum) = (new double[users], new double[users]);
        var (last, evidence) = (new DateTime[users], new double[users]);
        foreach (var x in dataset.Interactions)
        {
            if (x.Time is { } time && time <= now && time > last[x.User]) last[x.User] = time;
        }
        foreach (var x in dataset.Interactions)
        {
            if (x.Time > now) continue;
            // Ages are counted from the person's own last day: the mean is the same, and nothing underflows for people who left long ago.
            var (age, weight) = (x.Time is { } time ? (last[x.User] - time).TotalDays : 0, options.Weight(x));
            Add(longTerm, longSum, x, weight * Math.Pow(2, -age / options.LongHalfLife));
            Add(recent, recentSum, x, weight * Math.Pow(2, -age / options.RecentHalfLife));
            evidence[x.User] += weight * Math.Pow(2, -(x.Time is { } then ? (now - then).TotalDays : 0) / options.LongHalfLife);
        }
        Divide(longTerm, longSum);
        Divide(recent, recentSum);
        return new UserFacets(Same(longTerm), Same(recent), evidence);

        void Add(Matrix sums, double[] weights, Interaction x, double weight)
        {
            weights[x.User] += weight;
            TensorPrimitives.MultiplyAdd(items.Values.Row(x.Item), (float)weight, sums.Row(x.User), sums.Row(x.User));
        }

        FacetVectors Same(Matrix values) => new(values, items.Names, [.. Enumerable.Range(0, items.Count).Select(j => items.Starts[j + 1] - items.Starts[j])]);
    }

    /// <summary>For each person, how often they speak of each seed: mentions / (texts + 1), shape (users, seeds).</summary>
    /// <param name="dataset">People and what they wrote.</param>
    /// <param name="seeds">The facets.</param>
    public static FacetVectors FromMentions(Dataset dataset, IReadOnlyList<FacetSeed> seeds)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(seeds);
        var matcher = new SeedMatcher(seeds);
        var (values, texts) = (new Matrix(dataset.Users.Count, seeds.Count), new int[dataset.Users.Count]);
        var (sides, mentioned) = (new int[seeds.Count], new bool[seeds.Count]);
        foreach (var written in dataset.Interactions.Where(x => x.Text.Length > 0))
        {
            matcher.Match(written.Text, sides, mentioned);
            texts[written.User]++;
            for (var j = 0; j < mentioned.Length; j++) values[written.User, j] += mentioned[j] ? 1 : 0;
        }
        for (var user = 0; user < texts.Length; user++) TensorPrimitives.Divide(values.Row(user), texts[user] + 1, values.Row(user));
        return new FacetVectors(values, [.. seeds.Select(seed => seed.Name)]);
    }

    /// <summary>Long-term and recent interest mixed, <c>(1 - share) long + share recent</c>.</summary>
    /// <param name="recentShare">0: only long-term, 1: only recent.</param>
    public FacetVectors Mix(double recentShare)
    {
        Check.InRange(recentShare, 0, 1);
        var mixed = new Matrix(LongTerm.Rows, LongTerm.Values.Columns);
        for (var k = 0; k < mixed.Values.Length; k++)
            mixed.Values[k] = (float)((1 - recentShare) * LongTerm.Values.Values[k] + recentShare * Recent.Values.Values[k]);
        return new FacetVectors(mixed, LongTerm.Names, [.. Enumerable.Range(0, LongTerm.Count).Select(j => LongTerm.Starts[j + 1] - LongTerm.Starts[j])]);
    }

    /// <summary>How far each person's recent interest has turned from the long-term one: 1 minus their cosine; 0 where either is empty, shape (users).</summary>
    public float[] Drift()
    {
        var drift = new float[LongTerm.Rows];
        for (var user = 0; user < drift.Length; user++)
        {
            if (LongTerm.Norm(user) > 0 && Recent.Norm(user) > 0)
                drift[user] = 1 - TensorPrimitives.CosineSimilarity<float>(LongTerm.Values.Row(user), Recent.Values.Row(user));
        }
        return drift;
    }

    private static void Divide(Matrix sums, double[] weights)
    {
        for (var user = 0; user < weights.Length; user++)
        {
            if ((float)weights[user] > 0) TensorPrimitives.Divide(sums.Row(user), (float)weights[user], sums.Row(user));
        }
    }
}
