namespace UserSegments.Data.Simulation;

/// <summary>The numbers behind a <see cref="MarketTruth"/>, rounded as they are written to its files.</summary>
internal sealed record MarketTruthData
{
    public required DateTime Start { get; init; }

    public required int Months { get; init; }

    public required IReadOnlyList<string> SegmentNames { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required IReadOnlyList<string> Aspects { get; init; }

    public required IReadOnlyList<MarketEvent> Events { get; init; }

    /// <summary>(segments) of (categories + aspects + 1).</summary>
    public required double[][] SegmentTaste { get; init; }

    /// <summary>As <see cref="SegmentTaste"/>, after the shift; null for segments that stay.</summary>
    public required double[]?[] ShiftedTaste { get; init; }

    public required int[] UserSegment { get; init; }

    /// <summary>(users) of (months).</summary>
    public required int[][] UserMonths { get; init; }

    /// <summary>(users) of (categories + aspects + 1).</summary>
    public required double[][] UserDeviation { get; init; }

    public required int[] ItemCategory { get; init; }

    public required int[] ItemLaunch { get; init; }

    public required double[][] ItemQuality { get; init; }

    public required double[] ItemPrice { get; init; }

    public required double[] ItemAppeal { get; init; }
}
