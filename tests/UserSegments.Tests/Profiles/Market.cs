using UserSegments.Data;

namespace UserSegments.Tests.Profiles;

/// <summary>The embedded market, read once for the tests of this room.</summary>
internal static class Market
{
    private static readonly Lazy<Dataset> Data = new(() => Datasets.Open(Datasets.Embedded));
    private static readonly Lazy<MarketTruth> Planted = new(() => Datasets.OpenTruth(Datasets.Embedded));

    public static Dataset Dataset => Data.Value;

    public static MarketTruth Truth => Planted.Value;
}
