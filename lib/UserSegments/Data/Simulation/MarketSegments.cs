namespace UserSegments.Data.Simulation;

/// <summary>The eight groups of the simulated market as they are planted: their shares, tastes, tones and who they are.</summary>
internal sealed record MarketSegments(string Name, double Share, double[] Categories, double[] Aspects, double Price, double[] Tones, double Chinese, double Age)
{
    // categories: coffee running garden games photo kitchen skin camping audio books pets office
    // aspects:    durability value design ease comfort performance quiet sustain delivery gift
    // tones:      plain enthusiastic terse technical chatty
    public static IReadOnlyList<MarketSegments> All { get; } =
    [
        new("bargain hunters", 0.16, [0.4, 0, 1.6, 0.2, 0, 2.2, 0.5, 0, 0.3, 0, 0.9, 1.7], [0.5, 1.8, 0, 0.3, 0, 0.2, 0, 0, 1.1, 0], 0.9, [4, 1, 4, 0.5, 1], 0.08, 46),
        new("trail and summit", 0.15, [0, 1.9, 0, 0, 1.2, 0, 0.2, 2.8, 0, 0.2, 0.5, 0], [1.7, 0.2, 0, 0, 1.3, 0.7, 0, 0.4, 0, 0], 0.1, [3, 1, 2, 3, 1], 0.05, 36),
        new("sound and pixels", 0.14, [0.3, 0, 0, 0.4, 2.1, 0, 0, 0, 2.5, 0, 0, 1.8], [0.2, 0, 0.4, 0, 0, 1.9, 0.9, 0, 0, 0], -0.2, [1.5, 0.5, 1, 5, 0.5], 0.12, 33),
        new("gift givers", 0.13, [0.3, 0, 0, 1.9, 0, 0.3, 1.3, 0, 0, 2.4, 0.2, 0], [0, 0.2, 1.2, 0, 0, 0, 0, 0, 0.9, 1.9], 0.1, [1.5, 4, 0.5, 0, 3], 0.06, 52),
        new("home cooks", 0.13, [2.2, 0, 0.6, 0, 0, 2.7, 0, 0, 0, 0.8, 0, 0], [1.0, 0, 0.4, 1.6, 0, 0.5, 0.4, 0, 0, 0], 0.0, [3, 1.5, 1, 1, 3], 0.1, 45),
        new("pets and play", 0.11, [0, 0.1, 1.0, 1.6, 0, 0, 0, 0.4, 0, 0.8, 2.8, 0], [1.0, 0.2, 0, 1.2, 0.5, 0, 1.1, 0, 0, 0.5], 0.3, [1, 2.5, 1, 0, 4], 0.07, 39),
        new("green living", 0.10, [1.0, 0, 2.2, 0, 0, 0.5, 2.1, 0.5, 0, 0.3, 0, 0], [0.5, 0, 0.3, 0, 0.4, 0, 0, 2.0, 0.3, 0], -0.1, [3, 1, 1, 1.5, 2], 0.05, 38),
        new("new movers", 0.08, [0, 2.5, 0, 0, 0, 0.3, 1.7, 0, 1.6, 0, 0, 0], [0, 0.2, 0.9, 0.5, 1.9, 0.4, 0, 0, 0, 0], 0.0, [1, 4, 2, 0.5, 1.5], 0.16, 28),
    ];
}
