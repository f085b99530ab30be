namespace UserSegments.Data.Privacy;

/// <summary>A text without the personal data that was found in it.</summary>
/// <param name="Text">The text; each find is replaced by its kind in brackets, such as <c>[email]</c>.</param>
/// <param name="Counts">How many of each kind were found; kinds without a find are left out.</param>
public sealed record Redaction(string Text, IReadOnlyDictionary<PersonalData, int> Counts);
