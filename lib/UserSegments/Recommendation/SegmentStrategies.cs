using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Each segment is served by the recommender that serves it best on validation data.</summary>
/// <remarks>
/// Mean NDCG of candidate c in segment s is shrunk to its mean over everybody: <c>(n mean_s + m mean) / (n + m)</c>, n the judged users of the
/// segment, so a small segment departs from the common choice only when much speaks for it. All candidates are fitted to everybody; only the choice
/// differs. Users without a segment (-1) get the common choice. Chosen inside the training data, fitted again to all of it.
/// </remarks>
public sealed class SegmentStrategies : IRecommender
{
    private readonly (string Name, IRecommender Recommender)[] candidates;
    private readonly int[] labels;
    private readonly double shrinkage;
    private readonly TuningOptions options;

    /// <summary>Makes the recipe.</summary>
    /// <param name="candidates">Recipes with names that tell them apart; at least one.</param>
    /// <param name="labels">(users) segment of each user, 0 and up; -1: none. From the training part alone.</param>
    /// <param name="shrinkage">m, users' worth of belief in the mean over everybody; at least 0.</param>
    /// <param name="options">What is set aside, and the seed.</param>
    public SegmentStrategies(
        IReadOnlyList<(string Name, IRecommender Recommender)> candidates, IReadOnlyList<int> labels, double shrinkage = 100, TuningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(labels);
        if (candidates.Count == 0) throw new ArgumentException("candidates is empty, expected at least one recommender.", nameof(candidates));
        (this.candidates, this.labels, this.shrinkage, this.options) = ([.. candidates], [.. labels], Check.NotNegative(shrinkage), options ?? new TuningOptions());
    }

    /// <inheritdoc/>
    public string Name => "strategy per segment";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) => Choose(train, cancellation);

    /// <summary>Chooses and fits.</summary>
    /// <param name="train">The training part alone.</param>
    /// <param name="cancellation">Stops between candidates.</param>
    /// <exception cref="ArgumentException">There is not one label a user.</exception>
    public SegmentStrategiesScorer Choose(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check.SameLength(labels.Length, train.Users.Count, "labels", "the users");
        var segments = labels.Length == 0 ? 0 : Math.Max(0, labels.Max() + 1);
        var (sums, counts) = (new double[candidates.Length, segments + 1], new double[segments + 1]);   // the last column: everybody
        for (var fold = 0; fold < (options.ByTime ? 1 : options.Folds); fold++)
        {
            var validation = new Validation(train, options, fold);
            foreach (var user in validation.Users)
            {
                counts[segments]++;
                if (labels[user] >= 0) counts[labels[user]]++;
            }
            for (var c = 0; c < candidates.Length; c++)
            {
                var values = validation.Judge([validation.ScoresOf(candidates[c].Recommender, cancellation)], [1]);
                for (var i = 0; i < values.Count; i++)
                {
                    sums[c, segments] += values[i];
                    if (labels[validation.Users[i]] >= 0) sums[c, labels[validation.Users[i]]] += values[i];
                }
            }
        }
        var common = Best(c => sums[c, segments]);
        var chosen = Enumerable.Range(0, segments).Select(s => counts[s] == 0
            ? common
            : Best(c => (sums[c, s] + shrinkage * sums[c, segments] / counts[segments]) / (counts[s] + shrinkage))).ToArray();
        var scorers = new IScorer?[candidates.Length];
        foreach (var c in chosen.Append(common).Distinct()) scorers[c] = candidates[c].Recommender.Fit(train, cancellation);
        return new SegmentStrategiesScorer(Name, scorers, chosen, common, labels, [.. candidates.Select(c => c.Name)]);

        int Best(Func<int, double> value) => Enumerable.Range(0, candidates.Length).MaxBy(value);
    }
}
