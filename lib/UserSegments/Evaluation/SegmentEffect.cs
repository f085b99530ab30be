namespace UserSegments.Evaluation;

/// <summary>One question put to segments: a method that knows them against the same without, on the same people.</summary>
/// <param name="Question">What is compared, in words.</param>
/// <param name="People">Whom it is about: "all", a group, people with few interactions.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="With">Its value with segments.</param>
/// <param name="Without">Its value without them.</param>
/// <param name="Gain">The paired test of what segments gain; above 0 is to the good, also where the metric is better small.</param>
public sealed record SegmentEffect(string Question, string People, string Metric, double With, double Without, PairedTest Gain)
{
    /// <summary>The p-value after Holm's correction over all questions of one report.</summary>
    public double CorrectedP { get; init; } = double.NaN;

    /// <summary>The question about a metric that every user has.</summary>
    /// <param name="question">What is compared.</param>
    /// <param name="people">Whom it is about.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="with">(n) values with segments.</param>
    /// <param name="without">(n) values of the same users without.</param>
    /// <param name="seed">Seed of test and interval.</param>
    public static SegmentEffect Of(string question, string people, string metric, IReadOnlyList<double> with, IReadOnlyList<double> without, ulong seed)
    {
        var test = PairedTests.Permutation(with, without, seed);
        double[] kept = [.. with.Zip(without).Where(pair => !double.IsNaN(pair.First - pair.Second)).Select(pair => pair.First)];
        var mean = kept.DefaultIfEmpty(double.NaN).Average();
        return new SegmentEffect(question, people, metric, mean, mean - test.Difference.Value, test);
    }

    /// <summary>"helps", "hurts" or "no difference seen" at a level.</summary>
    /// <param name="level">Level of the corrected p-value.</param>
    public string Verdict(double level = 0.05) => CorrectedP < level ? Gain.Difference.Value > 0 ? "helps" : "hurts" : "no difference seen";
}
