using System.Globalization;
using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>The best of several recipes, or their best weighted sum, chosen inside the training data.</summary>
/// <remarks>
/// A part of the training data is set aside, every candidate is fitted to the rest and judged on it by NDCG; the choice is fitted again to all of the
/// training data. The sum is found by ascent from the best single candidate: each other's weight is tried on a grid, the best improvement
/// kept, until none helps. The test part is never seen. Cost: every candidate is fitted once more than without.
/// </remarks>
public sealed class Tuned : IRecommender
{
    private static readonly double[] Grid = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.3];

    private readonly (string Name, IRecommender Recommender)[] candidates;
    private readonly bool blend;
    private readonly TuningOptions options;

    /// <summary>Makes the recipe.</summary>
    /// <param name="name">What it is called in tables.</param>
    /// <param name="candidates">Recipes with names that tell them apart; at least one.</param>
    /// <param name="blend">Whether a weighted sum of standard scores may be chosen, or one candidate alone.</param>
    /// <param name="options">What is set aside, and the seed.</param>
    public Tuned(string name, IReadOnlyList<(string Name, IRecommender Recommender)> candidates, bool blend = false, TuningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0) throw new ArgumentException("candidates is empty, expected at least one recommender.", nameof(candidates));
        (Name, this.candidates, this.blend, this.options) = (name, [.. candidates], blend, options ?? new TuningOptions());
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) => Choose(train, cancellation);

    /// <summary>Chooses and fits.</summary>
    /// <param name="train">The training part alone.</param>
    /// <param name="cancellation">Stops between candidates.</param>
    public ChosenScorer Choose(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        var folds = Enumerable.Range(0, options.ByTime ? 1 : options.Folds).Select(fold =>
        {
            var validation = new Validation(train, options, fold);
            return (validation, scores: candidates.Select(c => validation.ScoresOf(c.Recommender, cancellation)).ToArray());
        }).ToArray();
        var weights = new double[candidates.Length];
        var single = Enumerable.Range(0, candidates.Length).Select(c =>
        {
            var only = new double[candidates.Length];
            only[c] = 1;
            return Judge(only);
        }).ToArray();
        var first = Array.IndexOf(single, single.Max());
        weights[first] = 1;
        var value = single[first];
        while (blend)
        {
            cancellation.ThrowIfCancellationRequested();
            var best = (Value: value, Candidate: -1, Weight: 0.0);
            for (var c = 0; c < candidates.Length; c++)
            {
                if (c == first) continue;
                var kept = weights[c];
                foreach (var weight in Grid.Where(w => w != kept))
                {
                    weights[c] = weight;
                    var reached = Judge(weights);
                    if (reached > best.Value + 1e-5) best = (reached, c, weight);
                }
                weights[c] = kept;
            }
            if (best.Candidate < 0) break;
            (weights[best.Candidate], value) = (best.Weight, best.Value);
        }
        var chosen = Enumerable.Range(0, candidates.Length).Where(c => weights[c] != 0).ToArray();
        var choice = string.Join(" + ", chosen.OrderByDescending(c => weights[c]).Select(c =>
            chosen.Length == 1 ? candidates[c].Name : string.Create(CultureInfo.InvariantCulture, $"{weights[c]:0.##} {candidates[c].Name}")));
        var scorer = chosen.Length == 1
            ? candidates[first].Recommender.Fit(train, cancellation)
            : Hybrid.Join(Name, [.. chosen.Select(c => (candidates[c].Recommender.Fit(train, cancellation), (float)weights[c]))], HybridScale.Standard);
        return new ChosenScorer(Name, scorer, choice, value, [.. candidates.Select((c, i) => (c.Name, single[i]))]);

        double Judge(double[] w) => folds.Average(fold => fold.validation.Judge(fold.scores, w).DefaultIfEmpty(0).Average());
    }
}
