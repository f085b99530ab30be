using System.Globalization;
using NotebookHost.Formatting;

namespace NotebookHost.Engine;

/// <summary>How much a cell may put out before the rest is left out with a notice.</summary>
internal sealed record OutputLimits
{
    /// <summary>Characters on the console, both streams together.</summary>
    public long StreamCharacters { get; init; } = 1_000_000;

    /// <summary>Values shown.</summary>
    public int Displays { get; init; } = 1_000;

    /// <summary>Characters of one MIME type of one value.</summary>
    public int ValueCharacters { get; init; } = 32_000_000;

    /// <summary>How long console output is gathered before it is sent, in milliseconds.</summary>
    public int BatchMilliseconds { get; init; } = 40;

    /// <summary>The bundle with each form that is too long replaced by a notice.</summary>
    public MimeBundle Apply(MimeBundle data)
    {
        if (data.MimeTypes.All(mime => data[mime].Length <= ValueCharacters)) return data;
        var kept = new MimeBundle();
        foreach (var mime in data.MimeTypes)
        {
            var length = data[mime].Length;
            if (length <= ValueCharacters) kept[mime] = data[mime];
            else kept["text/plain"] = string.Create(CultureInfo.InvariantCulture, $"({mime} of {length:N0} characters left out; the limit is {ValueCharacters:N0})");
        }
        return kept;
    }
}
