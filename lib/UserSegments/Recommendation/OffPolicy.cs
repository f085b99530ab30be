using MathNet.Numerics.Distributions;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>What a new policy would have earned, judged by the log of an old one.</summary>
/// <remarks>
/// With w = new probability / old probability of what was shown: IPS is the mean of w r (Horvitz and Thompson, 1952); SNIPS is sum w r / sum w (Swaminathan and
/// Joachims, 2015); doubly robust is the mean of <c>q(x, new) + w (r - q(x, shown))</c> with a model q of the reaction (Dudík et al., 2011), here fitted on the other
/// folds of the log, so that the mean stays unbiased. Intervals are Student's, SNIPS by the delta method. All need a log that could have shown
/// everything the new policy shows.
/// </remarks>
public static class OffPolicy
{
    /// <summary>Fills the probabilities with which a policy shows each candidate of a round, shape (candidates), summing to 1.</summary>
    /// <param name="round">The round.</param>
    /// <param name="probabilities">(candidates), overwritten.</param>
    public delegate void Target(FeedbackRound round, Span<double> probabilities);

    /// <summary>Estimates the value of a policy.</summary>
    /// <param name="log">What the old policy did; at least two rounds a fold.</param>
    /// <param name="target">The new policy; it must not have learned from this log.</param>
    /// <param name="options">Level, cut, folds.</param>
    /// <exception cref="ArgumentException">A propensity is not above 0 and at most 1, or the target's probabilities do not sum to 1.</exception>
    public static OffPolicyReport Evaluate(IReadOnlyList<LoggedRound> log, Target target, OffPolicyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new OffPolicyOptions();
        Check.AtLeast(log.Count, 2 * options.Folds);
        var models = FitFolds(log, options.Folds);
        var (n, weights, rewards, modelled, residuals) = (log.Count, new double[log.Count], new double[log.Count], new double[log.Count], new double[log.Count]);
        var probabilities = Array.Empty<double>();
        for (var i = 0; i < n; i++)
        {
            var (round, choice, propensity, reward) = log[i];
            if (!(propensity > 0 && propensity <= 1))
                throw new ArgumentException($"log[{i}] has the propensity {propensity}, expected above 0 and at most 1.", nameof(log));
            if (probabilities.Length != round.Items.Length) probabilities = new double[round.Items.Length];
            target(round, probabilities);
            if (Math.Abs(probabilities.Sum() - 1) > 1e-6)
                throw new ArgumentException($"target gives log[{i}] probabilities that sum to {probabilities.Sum()}, expected 1.", nameof(target));
            weights[i] = Math.Min(options.LargestWeight, probabilities[choice] / propensity);
            rewards[i] = reward;
            var model = models[i % options.Folds];
            for (var k = 0; k < probabilities.Length; k++)
            {
                if (probabilities[k] > 0 || k == choice)
                {
                    var predicted = model.Predict(round.Features.Row(k));
                    modelled[i] += probabilities[k] * predicted;
                    if (k == choice) residuals[i] = reward - predicted;
                }
            }
        }
        var t = StudentT.InvCDF(0, 1, n - 1, (1 + options.Level) / 2);
        double[] ips = [.. weights.Zip(rewards, (w, r) => w * r)];
        double[] robust = [.. Enumerable.Range(0, n).Select(i => modelled[i] + weights[i] * residuals[i])];
        var total = weights.Sum();
        var ratio = total == 0 ? double.NaN : ips.Sum() / total;
        var spread = Math.Sqrt(Enumerable.Range(0, n).Sum(i => Math.Pow(weights[i] * (rewards[i] - ratio), 2))) / total;
        return new OffPolicyReport(
            rewards.Average(), modelled.Average(), Mean(ips, t), new Estimate(ratio, ratio - t * spread, ratio + t * spread), Mean(robust, t),
            total * total / weights.Sum(w => w * w), weights.Max(), n);
    }

    // The model of fold f has seen every other fold, in the order of the log.
    private static ReactionModel[] FitFolds(IReadOnlyList<LoggedRound> log, int folds)
    {
        var models = Enumerable.Range(0, folds).Select(_ => new ReactionModel(log[0].Round.Features.Columns)).ToArray();
        for (var i = 0; i < log.Count; i++)
        {
            for (var fold = 0; fold < folds; fold++)
            {
                if (i % folds != fold) models[fold].Update(log[i].Round.Features.Row(log[i].Choice), log[i].Reward > 0.5);
            }
        }
        return models;
    }

    private static Estimate Mean(double[] values, double t)
    {
        var mean = values.Average();
        var half = t * Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1.0) / values.Length);
        return new Estimate(mean, mean - half, mean + half);
    }
}
