using UserSegments.Display;

namespace UserSegments.Evaluation;

/// <summary>Two methods in one group of users.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Users">Judged users in it.</param>
/// <param name="First">Mean of the first method, with its interval.</param>
/// <param name="Second">Mean of the second method, with its interval.</param>
/// <param name="Test">The paired test of first against second.</param>
/// <param name="CorrectedP">The p-value after Holm's correction over the groups.</param>
public sealed record GroupRow(string Group, int Users, Estimate First, Estimate Second, PairedTest Test, double CorrectedP)
{
    /// <summary>"helps", "hurts" or "no difference seen" at a level.</summary>
    /// <param name="level">Level of the corrected p-value.</param>
    public string Verdict(double level = 0.05) => CorrectedP < level ? Test.Difference.Value > 0 ? "helps" : "hurts" : "no difference seen";
}
