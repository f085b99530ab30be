using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Whether the off-policy estimators can be believed: many logs of one old policy in a world whose truth is known.</summary>
/// <param name="Truth">What the new policy earns a round, over many rounds of the world, without chance in the reactions.</param>
/// <param name="Logged">What the old policy earns.</param>
/// <param name="Direct">The model of the reaction alone; it has no interval.</param>
/// <param name="Ips">Inverse propensity scoring.</param>
/// <param name="Snips">The self-normalised form.</param>
/// <param name="DoublyRobust">Model and weights.</param>
/// <param name="Runs">Number of logs.</param>
/// <param name="Rounds">Rounds of each.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record OffPolicyStudy(
    double Truth, double Logged, EstimatorQuality Direct, EstimatorQuality Ips, EstimatorQuality Snips, EstimatorQuality DoublyRobust, int Runs, int Rounds) : IDisplayable
{
    /// <summary>A study in a <see cref="LinearWorld"/> of six features and five candidates: the old policy is a soft choice by half-wrong coefficients, the new one mostly takes the best by better ones.</summary>
    /// <param name="runs">Number of logs, at least 2.</param>
    /// <param name="rounds">Rounds of each.</param>
    /// <param name="seed">Seed of everything.</param>
    /// <param name="truthRounds">Rounds over which the truth is averaged.</param>
    public static OffPolicyStudy Run(int runs, int rounds, ulong seed, int truthRounds = 200_000)
    {
        var world = new LinearWorld(6, 5, 1, seed);
        var rng = new Rng(seed).Fork(77);
        double[] Blur(double noise) => [.. world.Coefficients(0).Select(x => x + noise * rng.NextGaussian())];
        var (old, young) = (Blur(0.8), Blur(0.3));
        return Run(world, Soft(old, 1, 0.3), Soft(young, 4, 0.1), runs, rounds, seed, truthRounds: truthRounds);
    }

    /// <summary>A policy that shows each candidate with probability proportional to the exponential of its score, with a share of pure chance.</summary>
    /// <param name="coefficients">(d) what a feature is worth.</param>
    /// <param name="sharpness">0 is pure chance, large takes the best.</param>
    /// <param name="randomShare">Share of rounds in which any candidate is shown: it keeps weights bounded.</param>
    public static OffPolicy.Target Soft(IReadOnlyList<double> coefficients, double sharpness, double randomShare)
    {
        double[] own = [.. coefficients];
        Check.NotNegative(sharpness);
        Check.InRange(randomShare, 0, 1);
        return (round, probabilities) =>
        {
            var (top, sum) = (double.NegativeInfinity, 0.0);
            for (var k = 0; k < probabilities.Length; k++)
                top = Math.Max(top, probabilities[k] = sharpness * RidgePosterior.Dot(own, round.Features.Row(k)));
            for (var k = 0; k < probabilities.Length; k++) sum += probabilities[k] = Math.Exp(probabilities[k] - top);
            for (var k = 0; k < probabilities.Length; k++)
                probabilities[k] = randomShare / probabilities.Length + (1 - randomShare) * probabilities[k] / sum;
        };
    }

    /// <summary>A study of any two policies in any world.</summary>
    /// <param name="world">Where rounds and true reactions come from; safe for many threads.</param>
    /// <param name="old">The policy that writes the logs.</param>
    /// <param name="target">The policy whose value is estimated.</param>
    /// <param name="runs">Number of logs, at least 2.</param>
    /// <param name="rounds">Rounds of each.</param>
    /// <param name="seed">Seed of rounds, choices and reactions.</param>
    /// <param name="options">Level, cut, folds.</param>
    /// <param name="truthRounds">Rounds over which the truth is averaged.</param>
    public static OffPolicyStudy Run(
        IFeedbackWorld world, OffPolicy.Target old, OffPolicy.Target target, int runs, int rounds, ulong seed, OffPolicyOptions? options = null, int truthRounds = 200_000)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(target);
        Check.AtLeast(runs, 2);
        var source = new Rng(seed);
        double Value(OffPolicy.Target policy) => Blocks.Sum(truthRounds, 1000, (first, last) =>
        {
            var (rng, sum, probabilities) = (source.Fork(1UL << 40 | (uint)first), 0.0, Array.Empty<double>());
            for (var t = first; t < last; t++)
            {
                var round = world.Next(0, rng);
                if (probabilities.Length != round.Items.Length) probabilities = new double[round.Items.Length];
                policy(round, probabilities);
                for (var k = 0; k < probabilities.Length; k++) sum += probabilities[k] * world.Expected(round, k);
            }
            return sum;
        }) / truthRounds;
        var reports = new OffPolicyReport[runs];
        Blocks.For(runs, 1, (run, _, _) => reports[run] = OffPolicy.Evaluate(Log(world, old, rounds, source.Fork((ulong)run)), target, options));
        var truth = Value(target);
        return new OffPolicyStudy(
            truth, Value(old), Quality("model alone", r => new Estimate(r.Direct, double.NaN, double.NaN)), Quality("IPS", r => r.Ips), Quality("SNIPS", r => r.Snips),
            Quality("doubly robust", r => r.DoublyRobust), runs, rounds);

        EstimatorQuality Quality(string name, Func<OffPolicyReport, Estimate> of)
        {
            var estimates = Array.ConvertAll(reports, report => of(report));
            var bias = estimates.Average(x => x.Value) - truth;
            return new EstimatorQuality(
                name, bias, Math.Sqrt(estimates.Sum(x => Math.Pow(x.Value - truth - bias, 2)) / (runs - 1) / runs),
                Math.Sqrt(estimates.Average(x => Math.Pow(x.Value - truth, 2))),
                double.IsNaN(estimates[0].Low) ? double.NaN : estimates.Count(x => x.Low <= truth && truth <= x.High) / (double)runs,
                estimates.Average(x => x.High - x.Low));
        }
    }

    /// <summary>Lets a policy act and writes down what it did.</summary>
    /// <param name="world">Where rounds and reactions come from.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="rounds">Number of rounds.</param>
    /// <param name="rng">The only source of chance.</param>
    public static IReadOnlyList<LoggedRound> Log(IFeedbackWorld world, OffPolicy.Target policy, int rounds, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(rng);
        var log = new LoggedRound[Check.AtLeast(rounds, 1)];
        for (var step = 0; step < rounds; step++)
        {
            var round = world.Next(step, rng);
            var probabilities = new double[round.Items.Length];
            policy(round, probabilities);
            var choice = rng.NextIndex(probabilities);
            log[step] = new LoggedRound(round, choice, probabilities[choice], rng.NextDouble() < world.Expected(round, choice) ? 1 : 0);
        }
        return log;
    }

    /// <summary>The estimators as a table.</summary>
    public Table ToTable() => Table.Of(
            new[] { Ips, Snips, DoublyRobust, Direct },
            ("estimator", x => x.Name), ("bias", x => x.Bias), ("standard error of bias", x => x.Error), ("RMSE", x => x.RootMeanSquare),
            ("coverage", x => x.Coverage), ("mean width", x => x.Width))
        .Lowest("RMSE").Format("coverage", "0.0 %")
        .WithCaption($"{Runs} logs of {Rounds} rounds; truth {NumberText.Significant(Truth)}, the old policy earns {NumberText.Significant(Logged)}");

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
