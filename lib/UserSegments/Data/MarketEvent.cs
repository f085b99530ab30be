namespace UserSegments.Data;

/// <summary>One planted change of the simulated market's segments.</summary>
/// <param name="Kind">birth, migration, shift or death.</param>
/// <param name="Month">First month in which it shows, 1 to 12.</param>
/// <param name="LastMonth">Last month of the change: the same month where it is sudden.</param>
/// <param name="From">The segment that loses members or moves.</param>
/// <param name="To">The segments that gain members; empty for a shift.</param>
/// <param name="Share">Share of the losing segment's members that leave, or of the way to the new taste.</param>
public sealed record MarketEvent(string Kind, int Month, int LastMonth, int From, IReadOnlyList<int> To, double Share);
