using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Chooses among whole strategies, per segment, by Thompson sampling over their success (Thompson, 1933), and adapts as success changes.</summary>
/// <remarks>Each strategy of a segment has a Beta belief; with a discount below 1 both counts shrink towards 1 at every round of the segment, so that a strategy that has become better is found again. Every strategy learns from every reaction.</remarks>
public sealed class StrategyBandit : IFeedbackPolicy
{
    private readonly IReadOnlyList<IFeedbackPolicy> strategies;
    private readonly double discount;
    private readonly Dictionary<int, (double[] Wins, double[] Losses)> beliefs = [];
    private int last;

    /// <summary>Starts with no preference.</summary>
    /// <param name="strategies">At least one; popularity, matching, exploration, ….</param>
    /// <param name="discount">What a reaction is worth one round later, above 0 and at most 1.</param>
    public StrategyBandit(IReadOnlyList<IFeedbackPolicy> strategies, double discount = 0.999)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        Check.AtLeast(strategies.Count, 1);
        if (!(discount > 0 && discount <= 1)) throw new ArgumentOutOfRangeException(nameof(discount), discount, $"discount is {discount}, expected above 0 and at most 1.");
        (this.strategies, this.discount) = (strategies, discount);
    }

    /// <inheritdoc/>
    public string Name => "strategy per segment";

    /// <inheritdoc/>
    public int Choose(FeedbackRound round, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(rng);
        var (wins, losses) = Belief(round.Segment);
        var best = double.NegativeInfinity;
        for (var k = 0; k < strategies.Count; k++)
        {
            var draw = Beta(wins[k], losses[k], rng);
            if (draw > best) (best, last) = (draw, k);
        }
        return strategies[last].Choose(round, rng);
    }

    /// <inheritdoc/>
    public void Learn(FeedbackRound round, int choice, double reward)
    {
        ArgumentNullException.ThrowIfNull(round);
        var (wins, losses) = Belief(round.Segment);
        for (var k = 0; k < wins.Length; k++)
            (wins[k], losses[k]) = (1 + discount * (wins[k] - 1), 1 + discount * (losses[k] - 1));
        wins[last] += reward;
        losses[last] += 1 - reward;
        foreach (var strategy in strategies) strategy.Learn(round, choice, reward);
    }

    /// <summary>How often each strategy is now expected to please a segment, with the evidence behind it.</summary>
    /// <param name="segment">The segment.</param>
    public IReadOnlyList<(string Strategy, double Success, double Evidence)> Preference(int segment)
    {
        var (wins, losses) = Belief(segment);
        return [.. strategies.Select((s, k) => (s.Name, wins[k] / (wins[k] + losses[k]), wins[k] + losses[k] - 2))];
    }

    private (double[] Wins, double[] Losses) Belief(int segment)
    {
        if (!beliefs.TryGetValue(segment, out var belief))
            beliefs[segment] = belief = ([.. strategies.Select(_ => 1.0)], [.. strategies.Select(_ => 1.0)]);
        return belief;
    }

    private static double Beta(double a, double b, Rng rng)
    {
        var (x, y) = (Gamma(a, rng), Gamma(b, rng));
        return x / (x + y);
    }

    // Marsaglia and Tsang (2000); shapes are at least 1 here.
    private static double Gamma(double shape, Rng rng)
    {
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = rng.NextGaussian();
            var v = Math.Pow(1 + c * normal, 3);
            if (v > 0 && Math.Log(1 - rng.NextDouble()) < normal * normal / 2 + d - d * v + d * Math.Log(v)) return d * v;
        }
    }
}
