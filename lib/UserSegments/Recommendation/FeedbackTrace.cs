namespace UserSegments.Recommendation;

/// <summary>What happened in one run of the feedback loop.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Users">(steps) who was there.</param>
/// <param name="Segments">(steps) their segments.</param>
/// <param name="Items">(steps) what was shown.</param>
/// <param name="Rewards">(steps) what came of it.</param>
/// <param name="Regrets">(steps) true probability of the best candidate minus that of the one shown.</param>
public sealed record FeedbackTrace(string Policy, ulong Seed, int[] Users, int[] Segments, int[] Items, double[] Rewards, double[] Regrets)
{
    /// <summary>The regret added up, shape (steps).</summary>
    public double[] CumulativeRegret()
    {
        var sums = new double[Regrets.Length];
        for (var (t, sum) = (0, 0.0); t < sums.Length; t++) sums[t] = sum += Regrets[t];
        return sums;
    }
}
