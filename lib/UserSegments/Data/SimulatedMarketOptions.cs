using UserSegments.Numerics;

namespace UserSegments.Data;

/// <summary>What the simulated market is made of; the defaults make the embedded data set.</summary>
public sealed record SimulatedMarketOptions
{
    /// <summary>Number of people, at least 50; 3,000 unless set.</summary>
    public int Users { get; init => field = Check.AtLeast(value, 50); } = 3000;

    /// <summary>Number of items, at least 60; 600 unless set.</summary>
    public int Items { get; init => field = Check.AtLeast(value, 60); } = 600;

    /// <summary>Seed of everything; 20250101 unless set.</summary>
    public ulong Seed { get; init; } = 20250101;

    /// <summary>Standard deviation of a person's taste around that of the group, at least 0; larger is harder to segment.</summary>
    public double Individuality { get; init => field = Check.NotNegative(value); } = 0.5;

    /// <summary>Share of purchases made for somebody else or by chance, 0 to 1.</summary>
    public double OffTaste { get; init => field = Check.InRange(value, 0, 1); } = 0.1;

    /// <summary>One weight per aspect, at least 0, that all segments share instead of having their own; null unless set. For studies that must find planted weights again.</summary>
    public IReadOnlyList<double>? AspectWeights { get; init; }

    /// <summary>Whether segments change from month 7 on; without it the same tastes hold all year.</summary>
    public bool Drift { get; init; } = true;
}
