using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>What the runs of several policies in one world say.</summary>
/// <remarks>Intervals are over the runs, by bootstrap.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class FeedbackReport : IDisplayable
{
    private readonly IReadOnlyList<IReadOnlyList<FeedbackTrace>> runs;

    /// <summary>Gathers runs.</summary>
    /// <param name="runs">For each policy, its runs; all of equal length.</param>
    public FeedbackReport(IReadOnlyList<IReadOnlyList<FeedbackTrace>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Check.AtLeast(runs.Count, 1);
        foreach (var own in runs)
        {
            Check.AtLeast(own.Count, 1);
            foreach (var run in own) Check.SameLength(run.Regrets.Length, runs[0][0].Regrets.Length, nameof(runs), "the first run");
        }
        this.runs = runs;
    }

    /// <summary>The policies' names.</summary>
    public IReadOnlyList<string> Policies => [.. runs.Select(own => own[0].Policy)];

    /// <summary>The cumulative regret at the end, mean over the runs with its interval.</summary>
    /// <param name="policy">Index of the policy.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public Estimate Regret(int policy, ulong seed = 1) => Bootstrap.Interval([.. runs[policy].Select(run => run.Regrets.Sum())], seed);

    /// <summary>The share of rounds with a reaction, mean over the runs with its interval.</summary>
    /// <param name="policy">Index of the policy.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public Estimate Reward(int policy, ulong seed = 1) => Bootstrap.Interval([.. runs[policy].Select(run => run.Rewards.Average())], seed);

    /// <summary>The mean cumulative regret after each round, shape (steps).</summary>
    /// <param name="policy">Index of the policy.</param>
    public double[] Curve(int policy)
    {
        var mean = new double[runs[policy][0].Regrets.Length];
        foreach (var run in runs[policy])
        {
            var curve = run.CumulativeRegret();
            for (var t = 0; t < mean.Length; t++) mean[t] += curve[t] / runs[policy].Count;
        }
        return mean;
    }

    /// <summary>Rounds after a change until the regret per round, averaged over the runs and the last <paramref name="window"/> rounds, has sunk 90 % of the way from its peak back to what it was before; 0 when it rose by less than a tenth, null when it never sinks so far.</summary>
    /// <param name="policy">Index of the policy.</param>
    /// <param name="changeAt">The round of the change; at least one window after the start.</param>
    /// <param name="window">Rounds of the average.</param>
    public int? Recovery(int policy, int changeAt, int window = 500)
    {
        var curve = Curve(policy);
        Check.InRange(changeAt, Check.AtLeast(window, 1) + 1, curve.Length - window - 1);
        double Level(int end) => (curve[end] - curve[end - window]) / window;
        var before = Level(changeAt - 1);
        var peakAt = changeAt + window;
        for (var t = peakAt; t < Math.Min(curve.Length, changeAt + 4 * window); t++)
        {
            if (Level(t) > Level(peakAt)) peakAt = t;
        }
        if (Level(peakAt) <= 1.1 * before + 1e-9) return 0;
        var goal = before + 0.1 * (Level(peakAt) - before);
        for (var t = peakAt; t < curve.Length; t++)
        {
            if (Level(t) <= goal) return t - changeAt;
        }
        return null;
    }

    /// <summary>The policies in the order of regret.</summary>
    public Table ToTable() => Table.Of(
            Enumerable.Range(0, runs.Count).OrderBy(k => Regret(k).Value),
            ("policy", k => Policies[k]), ("cumulative regret", k => Regret(k)), ("reaction rate", k => Reward(k)))
        .Lowest("cumulative regret").WithCaption($"{runs[0][0].Regrets.Length} rounds, {runs[0].Count} seeds; 95 % bootstrap intervals over the seeds");

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
