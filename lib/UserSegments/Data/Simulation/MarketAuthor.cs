namespace UserSegments.Data.Simulation;

/// <summary>How a person writes.</summary>
/// <param name="Age">Band of years.</param>
/// <param name="Chinese">Writes Chinese, else English.</param>
/// <param name="Tone">Index into <see cref="MarketTone.All"/>.</param>
/// <param name="Typos">Chance that a word is mistyped.</param>
internal sealed record MarketAuthor(string Age, bool Chinese, int Tone, double Typos);
