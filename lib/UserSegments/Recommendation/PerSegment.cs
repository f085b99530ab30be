using System.Buffers;
using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Any recommender fitted once to everybody and once to each segment, the two blended.</summary>
/// <remarks>
/// Score = w · local + (1 - w) · global, both as standard scores over the items, with w = largest · n / (n + shrinkage) for a
/// segment of n users who did anything in training. Users without a segment (-1, noise) get the global model. With soft membership a segment's model is
/// fitted to those whose largest share it is, and a user is served by the mean of all models weighted by the shares of at least 5 %. Segments must come
/// from the training part alone.
/// </remarks>
public sealed class PerSegment : IRecommender
{
    private const float LeastShare = 0.05f;
    private readonly IRecommender inner;
    private readonly int[] labels;
    private readonly PerSegmentOptions options;
    private readonly Matrix? shares;

    /// <summary>Makes the recipe.</summary>
    /// <param name="inner">What is fitted to everybody and to each segment.</param>
    /// <param name="labels">(users) segment of each user, 0 and up; -1: none.</param>
    /// <param name="options">How far a segment's own model is trusted.</param>
    public PerSegment(IRecommender inner, IReadOnlyList<int> labels, PerSegmentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(labels);
        (this.inner, this.labels, this.options) = (inner, [.. labels], options ?? new PerSegmentOptions());
    }

    /// <summary>Makes the recipe with soft membership.</summary>
    /// <param name="inner">What is fitted to everybody and to each segment.</param>
    /// <param name="shares">(users, segments) how much of each user belongs to each segment, rows summing to 1, or all 0: none. See <see cref="SoftMembership"/>.</param>
    /// <param name="options">How far a segment's own model is trusted.</param>
    public PerSegment(IRecommender inner, Matrix shares, PerSegmentOptions? options = null)
        : this(inner, Largest(shares), options) => this.shares = shares;

    /// <inheritdoc/>
    public string Name => shares is null ? $"{inner.Name} per segment" : $"{inner.Name} per soft segment";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one label a user.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check.SameLength(labels.Length, train.Users.Count, "labels", "the users");
        var segments = shares?.Columns ?? labels.DefaultIfEmpty(-1).Max() + 1;
        var own = new List<Interaction>[segments];
        for (var s = 0; s < segments; s++) own[s] = [];
        foreach (var x in train.Interactions)
        {
            if (labels[x.User] >= 0) own[labels[x.User]].Add(x);
        }
        var global = inner.Fit(train, cancellation);
        var local = own.Select(part => part.Count == 0 ? global : inner.Fit(train.With(part), cancellation)).ToArray();
        var weights = own.Select(part =>
        {
            var users = part.Select(x => x.User).Distinct().Count();
            return users == 0 ? 0 : (float)(options.LargestWeight * users / (users + options.Shrinkage));
        });
        return new Model(Name, global, local, [.. weights], [.. Enumerable.Range(0, labels.Length).Select(Memberships)], train.Items.Count);
    }

    private static int[] Largest(Matrix shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        return [.. Enumerable.Range(0, shares.Rows).Select(u => shares.Row(u).ContainsAnyExcept(0f) ? TensorPrimitives.IndexOfMax<float>(shares.Row(u)) : -1)];
    }

    /// <summary>The segments that serve a user, and their shares, which sum to 1; empty for none.</summary>
    private (int Segment, float Share)[] Memberships(int user)
    {
        if (shares is null) return labels[user] < 0 ? [] : [(labels[user], 1)];
        var row = shares.Row(user);
        var kept = new List<(int Segment, float Share)>();
        for (var s = 0; s < row.Length; s++)
        {
            if (row[s] >= LeastShare) kept.Add((s, row[s]));
        }
        var sum = kept.Sum(member => member.Share);
        return [.. kept.Select(member => (member.Segment, member.Share / sum))];
    }

    private sealed class Model(string name, IScorer global, IScorer[] local, float[] weights, (int Segment, float Share)[][] memberships, int items) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            global.Score(user, scores);
            var trust = memberships[user].Sum(member => weights[member.Segment] * member.Share);
            if (trust == 0) return;
            Blend.Standardise(scores);
            var buffer = ArrayPool<float>.Shared.Rent(2 * items);
            Span<float> own = buffer.AsSpan(0, items), sum = buffer.AsSpan(items, items);
            sum.Clear();
            foreach (var (segment, share) in memberships[user])
            {
                local[segment].Score(user, own);
                Blend.Standardise(own);
                Blend.Add(own, share, sum);
            }
            // The mean of several standard scores is none itself.
            if (memberships[user].Length > 1) Blend.Standardise(sum);
            Blend.Mix(sum, trust, scores);
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
