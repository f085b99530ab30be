namespace UserSegments.Clustering;

/// <summary>How far one merge's height stands out from those just below it.</summary>
/// <param name="Mean">Mean height of the merges looked at.</param>
/// <param name="Deviation">Their standard deviation, denominator count - 1; 0 for one merge.</param>
/// <param name="Count">How many merges were looked at.</param>
/// <param name="Coefficient">(height - mean) / deviation, or 0 where the deviation is 0.</param>
public readonly record struct Inconsistency(double Mean, double Deviation, int Count, double Coefficient);
