using System.Globalization;
using UserSegments.Display;

namespace UserSegments.Training;

/// <summary>What a run came to.</summary>
/// <param name="Points">All steps taken.</param>
/// <param name="BestStep">Step whose weights the encoder and the heads now have: the best validated one, or the last.</param>
/// <param name="BestScore">Its validation score; null without validation.</param>
/// <param name="StoppedEarly">Whether patience ended the run.</param>
/// <param name="TrainedParameters">Number of values that were trained, heads included.</param>
/// <param name="AllParameters">Number of values of the encoder, its adapters and the heads.</param>
/// <param name="Seconds">Seconds of training over all resumptions.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record TrainingResult(
    IReadOnlyList<TrainingPoint> Points, int BestStep, double? BestScore, bool StoppedEarly, long TrainedParameters, long AllParameters, double Seconds) : IDisplayable
{
    /// <summary>Loss of the last step.</summary>
    public double FinalLoss => Points[^1].Loss;

    /// <summary>The run as a table of one row a property.</summary>
    public Table ToTable() => Table.WithColumns("training", "value")
        .Add("steps", Points.Count)
        .Add("stopped early", StoppedEarly ? "yes" : "no")
        .Add("best step", BestStep)
        .Add("best score", BestScore is { } score ? score.ToString("0.0000", CultureInfo.InvariantCulture) : "–")
        .Add("first loss", Points[0].Loss.ToString("0.0000", CultureInfo.InvariantCulture))
        .Add("last loss", FinalLoss.ToString("0.0000", CultureInfo.InvariantCulture))
        .Add("trained parameters", TrainedParameters)
        .Add("share of all", (TrainedParameters / (double)AllParameters).ToString("0.0 %", CultureInfo.InvariantCulture))
        .Add("seconds", Seconds.ToString("0.0", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToTable().ToString();
}
