using UserSegments.Display;

namespace UserSegments.Recommendation;

/// <summary>Estimates of what a policy would have earned a round.</summary>
/// <param name="Logged">What the old policy earned.</param>
/// <param name="Direct">What the model of the reaction alone predicts: biased where the model is wrong, therefore without interval.</param>
/// <param name="Ips">Inverse propensity scoring.</param>
/// <param name="Snips">The self-normalised form.</param>
/// <param name="DoublyRobust">Model and weights together.</param>
/// <param name="EffectiveSize">Rounds that the weights are worth, <c>(sum w)² / sum w²</c>.</param>
/// <param name="LargestWeight">The largest weight met.</param>
/// <param name="Rounds">Rounds of the log.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record OffPolicyReport(
    double Logged, double Direct, Estimate Ips, Estimate Snips, Estimate DoublyRobust, double EffectiveSize, double LargestWeight, int Rounds) : IDisplayable
{
    /// <summary>The estimates as a table.</summary>
    public Table ToTable() => Table.WithColumns("estimator", "value per round")
        .Add("logged policy", Logged).Add("model alone", Direct).Add("IPS", Ips).Add("SNIPS", Snips).Add("doubly robust", DoublyRobust)
        .WithCaption($"{Rounds} rounds, worth {NumberText.Significant(EffectiveSize, 3)} under the weights, the largest of which is {NumberText.Significant(LargestWeight, 3)}");

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
