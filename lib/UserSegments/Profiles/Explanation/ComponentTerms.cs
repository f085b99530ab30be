namespace UserSegments.Profiles;

/// <summary>The terms that a column of scores listens to.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="High">Terms whose users score high, the strongest first.</param>
/// <param name="Low">Terms whose users score low, the strongest first.</param>
public sealed record ComponentTerms(int Column, IReadOnlyList<(string Term, double Correlation)> High, IReadOnlyList<(string Term, double Correlation)> Low);
