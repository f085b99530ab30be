using UserSegments.Display;

namespace UserSegments.Evaluation;

/// <summary>One method of a report.</summary>
/// <param name="Result">What it reached.</param>
/// <param name="Estimate">The deciding metric with its interval.</param>
/// <param name="Against">The paired test against the baseline; null for the baseline itself.</param>
/// <param name="CorrectedP">The p-value after Holm's correction over all methods; null for the baseline.</param>
public sealed record RankingReportRow(RankingResult Result, Estimate Estimate, PairedTest? Against, double? CorrectedP)
{
    /// <summary>"better", "worse" or "no difference seen" than the baseline at a level; "baseline" for itself.</summary>
    /// <param name="level">Level of the corrected p-value.</param>
    public string Verdict(double level) =>
        Against is null ? "baseline"
        : CorrectedP < level ? Against.Difference.Value > 0 ? "better" : "worse"
        : "no difference seen";
}
