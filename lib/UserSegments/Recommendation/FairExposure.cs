using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Any recommender whose lists give a group of items its share of places: ranked group fairness, FA*IR (Zehlike et al., 2017).</summary>
/// <remarks>
/// Every beginning of the list, 1 to depth, holds at least as many items of the group as a fair draw with that share falls short of with probability
/// <c>significance</c> only: the smallest m with <c>P(Binomial(k, share) &lt;= m) &gt; significance</c> (their algorithm 1, without the correction for testing every
/// beginning). Within the rule the order is that of the scores. Users who lack enough items of the group get what there is. O(items log items) a user.
/// </remarks>
public sealed class FairExposure : IRecommender
{
    private readonly IRecommender inner;
    private readonly bool[] group;
    private readonly int[] least;
    private readonly double share;

    /// <summary>Makes the recipe.</summary>
    /// <param name="inner">What scores.</param>
    /// <param name="group">(items) whether an item belongs to the group that is to be seen.</param>
    /// <param name="share">The group's share of places, 0 to 1.</param>
    /// <param name="significance">How often a fair draw may fall short, above 0 and below 1; 0.1 as in the paper's examples.</param>
    /// <param name="depth">Places that are held to it, at least 1.</param>
    public FairExposure(IRecommender inner, IReadOnlyList<bool> group, double share, double significance = 0.1, int depth = 20)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(group);
        if (significance is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(significance), significance, "Expected above 0 and below 1.");
        (this.inner, this.group, this.share) = (inner, [.. group], Check.InRange(share, 0.0, 1.0));
        least = Least(share, significance, Check.AtLeast(depth, 1));
    }

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"{inner.Name}, share {share:0.##}");

    /// <summary>(depth) the fewest items of the group in the first 1, 2, ... places.</summary>
    public IReadOnlyList<int> FewestOfTheGroup => least;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one flag an item.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check.SameLength(group.Length, train.Items.Count, "group", "the items");
        return new Model(Name, inner.Fit(train, cancellation), InteractionMatrix.Binary(train), group, least);
    }

    private static int[] Least(double share, double significance, int depth)
    {
        var least = new int[depth];
        double[] chance = [1];                                                // P(m of the group among the first k)
        for (var k = 1; k <= depth; k++)
        {
            var next = new double[k + 1];
            for (var m = 0; m < k; m++)
            {
                next[m] += chance[m] * (1 - share);
                next[m + 1] += chance[m] * share;
            }
            chance = next;
            var below = 0.0;
            while ((below += chance[least[k - 1]]) <= significance) least[k - 1]++;
        }
        return least;
    }

    private sealed class Model(string name, IScorer inner, SparseMatrix histories, bool[] group, int[] least) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            inner.Score(user, scores);
            foreach (var item in histories.RowIndices(user)) scores[item] = float.NegativeInfinity;
            var order = new int[scores.Length];
            order = order[..TopItems.Select(scores, order)];
            var placed = new int[Math.Min(least.Length, order.Length)];
            var (any, own, count) = (0, 0, 0);
            var taken = new bool[scores.Length];
            for (var place = 0; place < placed.Length; place++)
            {
                while (own < order.Length && (taken[order[own]] || !group[order[own]])) own++;
                while (taken[order[any]]) any++;
                var item = count < least[place] && own < order.Length ? order[own] : order[any];
                taken[item] = true;
                if (group[item]) count++;
                placed[place] = item;
            }
            Placement.Lift(scores, placed);
        }
    }
}
