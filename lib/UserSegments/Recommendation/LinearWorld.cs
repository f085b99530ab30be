using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>The simplest world: the probability of a reaction is logistic in the features, with coefficients per segment that are drawn once and may change once.</summary>
/// <remarks>Features are a 1 and standard normal numbers. For learning by, and for checking estimators: nothing is hidden from a policy but the coefficients.</remarks>
public sealed class LinearWorld : IFeedbackWorld
{
    private readonly int candidates, features, segments, changeAt;
    private readonly double[][] before, after;

    /// <summary>Draws the coefficients.</summary>
    /// <param name="features">Features of a candidate, the constant among them, at least 2.</param>
    /// <param name="candidates">Candidates of a round, at least 1.</param>
    /// <param name="segments">Segments, at least 1; users are as many and equally frequent.</param>
    /// <param name="changeAt">The round from which every segment has new coefficients; never unless given.</param>
    /// <param name="seed">Seed of the coefficients.</param>
    public LinearWorld(int features, int candidates, int segments, ulong seed, int changeAt = int.MaxValue)
    {
        this.features = Check.AtLeast(features, 2);
        this.candidates = Check.AtLeast(candidates, 1);
        this.segments = Check.AtLeast(segments, 1);
        this.changeAt = Check.AtLeast(changeAt, 0);
        var rng = new Rng(seed);
        (before, after) = (Draw(rng), Draw(rng));
    }

    /// <summary>The coefficients of a segment at a round, shape (features).</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="step">The round.</param>
    public IReadOnlyList<double> Coefficients(int segment, int step = 0) => (step < changeAt ? before : after)[segment];

    /// <inheritdoc/>
    public FeedbackRound Next(int step, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var rows = new Matrix(candidates, features);
        var segment = rng.NextInt(segments);
        for (var k = 0; k < candidates; k++)
        {
            var row = rows.Row(k);
            row[0] = 1;
            for (var j = 1; j < features; j++) row[j] = (float)rng.NextGaussian();
        }
        return new FeedbackRound(step, segment, segment, [.. Enumerable.Range(0, candidates)], rows);
    }

    /// <inheritdoc/>
    public double Expected(FeedbackRound round, int choice)
    {
        ArgumentNullException.ThrowIfNull(round);
        return 1 / (1 + Math.Exp(-RidgePosterior.Dot((round.Step < changeAt ? before : after)[round.Segment], round.Features.Row(choice))));
    }

    private double[][] Draw(Rng rng) =>
        [.. Enumerable.Range(0, segments).Select(_ => (double[])[-1, .. Enumerable.Range(1, features - 1).Select(_ => 0.8 * rng.NextGaussian())])];
}
