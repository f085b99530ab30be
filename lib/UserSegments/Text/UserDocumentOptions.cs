using UserSegments.Numerics;

namespace UserSegments.Text;

/// <summary>What goes into a user document and how much it weighs.</summary>
public sealed record UserDocumentOptions
{
    /// <summary>After how many days a text weighs half; null: age does not count.</summary>
    public double? HalfLifeDays { get; init => field = value is { } days ? Check.Positive(days, nameof(HalfLifeDays)) : null; }

    /// <summary>Whether a rating weighs its text, by its share of the highest rating in the set.</summary>
    public bool ByRating { get; init; }

    /// <summary>Whether quantities and counts weigh their text, by 1 + ln(count); on unless stated.</summary>
    public bool ByCount { get; init; } = true;

    /// <summary>Whether a user who wrote nothing about an item is described by its title and tags; on unless stated.</summary>
    public bool ItemTexts { get; init; } = true;

    /// <summary>At most so many texts a user, the latest ones; no limit unless stated.</summary>
    public int MaximumTexts { get; init => field = Check.AtLeast(value, 1, nameof(MaximumTexts)); } = int.MaxValue;
}
