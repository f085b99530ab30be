using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How far predicted probabilities can be believed.</summary>
/// <param name="LogLoss">Mean negative logarithm of the probability of what happened, in nats.</param>
/// <param name="Brier">Mean squared error (Brier, 1950).</param>
/// <param name="ExpectedCalibrationError">Mean gap between prediction and frequency over the bins, weighted by their sizes.</param>
/// <param name="Bins">Mean prediction, frequency and count of each bin of equal count, the lowest first.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record CalibrationReport(
    double LogLoss, double Brier, double ExpectedCalibrationError, IReadOnlyList<(double Predicted, double Observed, int Count)> Bins) : IDisplayable
{
    /// <summary>Compares predictions with what happened.</summary>
    /// <param name="probabilities">(n) predictions, 0 to 1.</param>
    /// <param name="happened">(n) what happened.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    public static CalibrationReport Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> happened, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(happened);
        Check.SameLength(happened.Count, probabilities.Count, nameof(happened), nameof(probabilities));
        Check.AtLeast(probabilities.Count, 1);
        Check.AtLeast(bins, 1);
        var (log, brier) = (0.0, 0.0);
        for (var i = 0; i < happened.Count; i++)
        {
            var p = Check.InRange(probabilities[i], 0, 1, $"probabilities[{i}]");
            log -= Math.Log(Math.Max(1e-15, happened[i] ? p : 1 - p));
            brier += Math.Pow(p - (happened[i] ? 1 : 0), 2);
        }
        var order = Enumerable.Range(0, happened.Count).OrderBy(i => probabilities[i]).ToArray();
        var parts = Enumerable.Range(0, bins)
            .Select(b => order[(int)((long)b * order.Length / bins)..(int)((long)(b + 1) * order.Length / bins)])
            .Where(part => part.Length > 0)
            .Select(part => (Predicted: part.Average(i => probabilities[i]), Observed: part.Average(i => happened[i] ? 1.0 : 0), Count: part.Length))
            .ToArray();
        return new CalibrationReport(
            log / happened.Count, brier / happened.Count,
            parts.Sum(part => part.Count * Math.Abs(part.Predicted - part.Observed)) / happened.Count, parts);
    }

    /// <summary>The bins as a table.</summary>
    public Table ToTable() => Table.Of(Bins, ("predicted", x => x.Predicted), ("observed", x => x.Observed), ("n", x => x.Count))
        .WithCaption($"log loss {NumberText.Significant(LogLoss)}, Brier {NumberText.Significant(Brier)}, calibration error {NumberText.Significant(ExpectedCalibrationError)}");

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
