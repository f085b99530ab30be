using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>A policy whose expected reaction is linear in the features; the subclasses say how it explores.</summary>
/// <remarks>O(candidates x d²) a choice, O(d²) an observation and O(d³ / 3) a factorisation. Equal scores go to the first candidate.</remarks>
public abstract class LinearBandit : IFeedbackPolicy
{
    private readonly RidgePosterior posterior;

    private protected LinearBandit(string name, int features, BanditOptions? options)
    {
        Options = options ?? new BanditOptions();
        (Name, posterior) = (name, new RidgePosterior(Check.AtLeast(features, 1), Options));
    }

    /// <inheritdoc/>
    public string Name { get; init; }

    /// <summary>How it learns and explores.</summary>
    public BanditOptions Options { get; }

    /// <summary>The coefficients that it believes in, shape (d).</summary>
    public IReadOnlyList<double> Coefficients => posterior.Mean.ToArray();

    private protected RidgePosterior Posterior => posterior;

    /// <summary>The reaction that is expected, without exploration.</summary>
    /// <param name="features">(d) of one candidate.</param>
    public double Expected(ReadOnlySpan<float> features) => posterior.Predict(features);

    /// <inheritdoc/>
    public int Choose(FeedbackRound round, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(rng);
        var scores = new double[round.Items.Length];
        Score(round.Features, scores, rng);
        return Array.IndexOf(scores, scores.Max());
    }

    /// <inheritdoc/>
    public void Learn(FeedbackRound round, int choice, double reward)
    {
        ArgumentNullException.ThrowIfNull(round);
        posterior.Add(round.Features.Row(choice), reward);
    }

    private protected abstract void Score(Matrix features, double[] scores, Rng rng);
}
