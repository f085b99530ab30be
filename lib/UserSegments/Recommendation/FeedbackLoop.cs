using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Lets policies act in a world whose true reactions are known.</summary>
public static class FeedbackLoop
{
    /// <summary>Runs one policy for some rounds.</summary>
    /// <param name="world">Where rounds and reactions come from.</param>
    /// <param name="policy">A fresh policy; it learns during the run.</param>
    /// <param name="steps">Number of rounds, at least 1.</param>
    /// <param name="seed">Seed: equal seeds give every policy the same rounds and the same luck, so that runs are paired.</param>
    public static FeedbackTrace Run(IFeedbackWorld world, IFeedbackPolicy policy, int steps, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(policy);
        Check.AtLeast(steps, 1);
        var (source, own) = (new Rng(seed), new Rng(seed).Fork(ulong.MaxValue));
        var trace = new FeedbackTrace(policy.Name, seed, new int[steps], new int[steps], new int[steps], new double[steps], new double[steps]);
        for (var step = 0; step < steps; step++)
        {
            var rng = source.Fork((ulong)step);
            var round = world.Next(step, rng);
            var luck = rng.NextDouble();
            var choice = policy.Choose(round, own);
            var expected = world.Expected(round, choice);
            var best = expected;
            for (var k = 0; k < round.Items.Length; k++) best = Math.Max(best, world.Expected(round, k));
            var reward = luck < expected ? 1.0 : 0;
            policy.Learn(round, choice, reward);
            (trace.Users[step], trace.Segments[step], trace.Items[step]) = (round.User, round.Segment, round.Items[choice]);
            (trace.Rewards[step], trace.Regrets[step]) = (reward, best - expected);
        }
        return trace;
    }

    /// <summary>Runs a policy once per seed, on all threads.</summary>
    /// <param name="world">Where rounds and reactions come from; safe for many threads.</param>
    /// <param name="make">Makes a fresh policy for each run.</param>
    /// <param name="steps">Number of rounds.</param>
    /// <param name="seeds">One run each.</param>
    public static IReadOnlyList<FeedbackTrace> RunMany(IFeedbackWorld world, Func<IFeedbackPolicy> make, int steps, IReadOnlyList<ulong> seeds)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(seeds);
        var traces = new FeedbackTrace[seeds.Count];
        Blocks.For(seeds.Count, 1, (run, _, _) => traces[run] = Run(world, make(), steps, seeds[run]));
        return traces;
    }
}
