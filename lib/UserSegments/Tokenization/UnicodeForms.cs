using System.Text;

namespace UserSegments.Tokenization;

/// <summary>Unicode normalization with a check that the runtime really does it.</summary>
internal static class UnicodeForms
{
    private static readonly bool Works = "\u00E9".Normalize(NormalizationForm.FormD).Length == 2;

    /// <summary>Normalizes valid Unicode.</summary>
    /// <exception cref="InvalidOperationException">The process runs without globalization.</exception>
    public static string Normalize(string text, NormalizationForm form)
    {
        if (!Works)
        {
            throw new InvalidOperationException(
                "Unicode normalization does nothing in this process, so tokens would be wrong. Turn globalization on: "
                + "unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT (and InvariantGlobalization in the project) and install ICU.");
        }
        // The runtime refuses U+FFFE, which may stand in any text, is its own normal form and joins with nothing.
        var at = text.IndexOf('\uFFFE', StringComparison.Ordinal);
        return at < 0 ? text.Normalize(form) : string.Concat(text[..at].Normalize(form), "\uFFFE", Normalize(text[(at + 1)..], form));
    }
}
