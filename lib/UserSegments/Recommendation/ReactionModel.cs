using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>The predicted reaction, kept up to date click by click: logistic regression with a normal belief per coefficient (Chapelle and Li, 2011).</summary>
/// <remarks>
/// An observation moves the mean to the most probable one under the belief so far, and adds <c>p (1 - p) x²</c> to each precision. With a memory below 1
/// precisions sink towards the prior at every observation, so that a change of taste is learned. O(d) an observation. Not thread-safe.
/// </remarks>
public sealed class ReactionModel
{
    private readonly double[] mean, precision;
    private readonly double prior, memory;

    /// <summary>Starts with coefficients of 0.</summary>
    /// <param name="features">Number of features, at least 1.</param>
    /// <param name="prior">Precision of the first belief, above 0.</param>
    /// <param name="memory">What knowledge is worth one observation later, above 0 and at most 1.</param>
    public ReactionModel(int features, double prior = 1, double memory = 1)
    {
        Check.AtLeast(features, 1);
        if (!(memory > 0 && memory <= 1)) throw new ArgumentOutOfRangeException(nameof(memory), memory, $"memory is {memory}, expected above 0 and at most 1.");
        (mean, precision, this.prior, this.memory) = (new double[features], new double[features], Check.Positive(prior), memory);
        Array.Fill(precision, prior);
    }

    /// <summary>The coefficients, shape (d).</summary>
    public IReadOnlyList<double> Coefficients => mean;

    /// <summary>Reactions learned from.</summary>
    public int Observations { get; private set; }

    /// <summary>Mean negative logarithm of the probability given to each reaction before it was learned, in nats: an honest measure of the past predictions.</summary>
    public double ProgressiveLogLoss { get; private set; }

    /// <summary>The probability of a reaction.</summary>
    /// <param name="features">(d).</param>
    public double Predict(ReadOnlySpan<float> features)
    {
        Check.SameLength(features.Length, mean.Length, nameof(features), "the coefficients");
        return 1 / (1 + Math.Exp(-RidgePosterior.Dot(mean, features)));
    }

    /// <summary>Learns one reaction.</summary>
    /// <param name="features">(d), finite.</param>
    /// <param name="reacted">Whether there was one.</param>
    public void Update(ReadOnlySpan<float> features, bool reacted)
    {
        var predicted = Predict(features);
        if (double.IsNaN(predicted)) throw new ArgumentException("features holds NaN or infinity, expected finite numbers.", nameof(features));
        Observations++;
        ProgressiveLogLoss += (-Math.Log(Math.Max(1e-15, reacted ? predicted : 1 - predicted)) - ProgressiveLogLoss) / Observations;
        var (score, spread) = (0.0, 0.0);
        for (var j = 0; j < mean.Length; j++)
        {
            precision[j] = memory * precision[j] + (1 - memory) * prior;
            score += mean[j] * features[j];
            spread += features[j] * (double)features[j] / precision[j];
        }
        // The new mean is mean + s x / precision where s = y - p(score + s spread): one dimension, found by bisection (the right side falls).
        var (low, high) = (-1.0, 1.0);
        for (var pass = 0; pass < 60; pass++)
        {
            var s = (low + high) / 2;
            if ((reacted ? 1 : 0) - 1 / (1 + Math.Exp(-(score + s * spread))) > s) low = s;
            else high = s;
        }
        var move = (low + high) / 2;
        var p = 1 / (1 + Math.Exp(-(score + move * spread)));
        for (var j = 0; j < mean.Length; j++)
        {
            mean[j] += move * features[j] / precision[j];
            precision[j] += p * (1 - p) * features[j] * features[j];
        }
    }
}
