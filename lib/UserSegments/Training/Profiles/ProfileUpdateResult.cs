using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>What an update did to profiles, and what it cost.</summary>
/// <param name="Encoder">The encoder after the update; the one given is unchanged.</param>
/// <param name="Training">The run.</param>
/// <param name="Before">(people, width) profiles of the old texts under the old encoder.</param>
/// <param name="EncodedOnly">(people, width) profiles of old and new texts under the old encoder: an update without training.</param>
/// <param name="Updated">(people, width) profiles of old and new texts under the new encoder.</param>
/// <param name="Shift">For each person <c>1 - cosine</c> of profiles before and encoded only: how far new behaviour alone moves it.</param>
/// <param name="OldLoss">Contrastive loss on pairs of old texts that were not learned from, before and after: its rise is forgetting.</param>
/// <param name="NewLoss">Contrastive loss on pairs of new texts that were not learned from, before and after: its fall is what was learned.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record ProfileUpdateResult(
    TrainableEncoder Encoder, TrainingResult Training, Matrix Before, Matrix EncodedOnly, Matrix Updated, IReadOnlyList<double> Shift,
    (double Before, double After) OldLoss, (double Before, double After) NewLoss) : IDisplayable
{
    /// <summary>The update as a table.</summary>
    public Table ToTable() => Table.WithColumns("profile update", "before", "after")
        .Add("loss on held-back pairs of the old period", OldLoss.Before, OldLoss.After)
        .Add("loss on held-back pairs of the new period", NewLoss.Before, NewLoss.After)
        .Add("mean shift of profiles by new texts alone", 0.0, Shift.Count == 0 ? 0.0 : Shift.Average())
        .Add("trained parameters", 0L, Training.TrainedParameters)
        .Add("seconds of training", 0.0, Training.Seconds);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToTable().ToString();
}
