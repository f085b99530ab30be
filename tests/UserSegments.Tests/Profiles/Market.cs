using UserSegments.Data;

namespace UserSegments.Tests.Profiles;

/// <summary>The embedded market, read once for the tests of this room.</summary>
internal static class Market
{
    private static readonly Lazy<Dataset> Data = new(() => Datasets.Open(Datasets.Embedded));
    private static readonly Lazy<MarketTruth> Planted = new(() => Datasets.OpenTruth(Datasets.Embedded));

    /// <summary>The first people of the market and all items.</summary>
    public static Dataset First(int users)
    {
        var all = Data.Value;
        return all.Keep([.. Enumerable.Range(0, all.Users.Count).Select(user => user < users)], [.. all.Items.Select(_ => true)]);
    }

    public static Dataset Dataset => Data.Value;

    public static MarketTruth Truth => Planted.Value;
}
