using UserSegments.Numerics;

namespace UserSegments.Data.Simulation;

/// <summary>Draws what a market is made of before anything happens: items, people, and who is in which segment when.</summary>
internal static class MarketPlan
{
    private const int Months = 12;

    // How far segments lie apart in categories: with 1 the groups drown in individual taste, with 2 they are trivial.
    private const double Contrast = 1.4;

    public static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly MarketEvent[] Planted =
    [
        new("birth", 7, 7, 1, [7], 0.25),
        new("shift", 8, 10, 2, [], 1),
        new("migration", 9, 9, 3, [6], 1.0 / 3),
        new("death", 11, 11, 5, [0, 4], 1),
    ];

    public static MarketTruthData Draw(SimulatedMarketOptions options)
    {
        if (options.AspectWeights is { } shared)
        {
            Check.SameLength(shared.Count, MarketAspect.All.Count, nameof(SimulatedMarketOptions.AspectWeights), "the aspects");
            foreach (var weight in shared) Check.NotNegative(weight, nameof(SimulatedMarketOptions.AspectWeights));
        }
        var segments = MarketSegments.All;
        var tastes = segments.Select(x => (double[])[.. x.Categories.Select(y => Math.Round(Contrast * y, 2)), .. options.AspectWeights ?? x.Aspects, x.Price]).ToArray();
        var shifted = new double[]?[segments.Count];
        if (options.Drift) shifted[2] = Shifted(tastes[2]);
        var rng = new Rng(options.Seed);
        var months = Lives(options, rng.Fork(1));
        var items = rng.Fork(2);
        var categories = MarketCategory.All.Count;
        var qualities = new double[options.Items][];
        var (launch, price, appeal) = (new int[options.Items], new double[options.Items], new double[options.Items]);
        for (var i = 0; i < options.Items; i++)
        {
            qualities[i] = [.. MarketAspect.All.Select(_ => Math.Round(0.55 * items.NextGaussian(), 2))];
            (price[i], appeal[i]) = (Math.Round(items.NextGaussian(), 2), Math.Round(0.7 * items.NextGaussian(), 2));
            launch[i] = items.NextDouble() < 0.1 ? 2 + items.NextInt(Months - 1) : 1;
        }
        return new MarketTruthData
        {
            Start = Start,
            Months = Months,
            SegmentNames = [.. segments.Select(x => x.Name)],
            Categories = [.. MarketCategory.All.Select(x => x.Name)],
            Aspects = [.. MarketAspect.All.Select(x => x.Name)],
            Events = options.Drift ? Planted : [],
            SegmentTaste = tastes,
            ShiftedTaste = shifted,
            UserSegment = new int[options.Users],
            UserMonths = months,
            UserDeviation = Deviations(options, rng.Fork(3), tastes[0].Length),
            ItemCategory = [.. Enumerable.Range(0, options.Items).Select(i => i % categories)],
            ItemLaunch = launch,
            ItemQuality = qualities,
            ItemPrice = price,
            ItemAppeal = appeal,
        };
    }

    // Half of the new segment's people are new themselves (see MarketYear); the others leave segment 1 in month 7.
    private static int[][] Lives(SimulatedMarketOptions options, Rng rng)
    {
        var shares = MarketSegments.All.Select(x => x.Share).ToArray();
        var lives = new int[options.Users][];
        for (var user = 0; user < options.Users; user++)
        {
            var segment = rng.NextIndex(shares);
            var (moves, side) = (rng.NextDouble(), rng.NextDouble());
            lives[user] = [.. Enumerable.Repeat(segment, Months)];
            if (!options.Drift) continue;
            foreach (var planted in Planted)
            {
                if (planted.Kind == "shift" || lives[user][planted.Month - 1] != planted.From || moves >= planted.Share) continue;
                var to = planted.To[(int)(side * planted.To.Count)];
                for (var month = planted.Month; month <= Months; month++) lives[user][month - 1] = to;
            }
        }
        return lives;
    }

    // The love of audio and cameras gives way to books, coffee and design.
    private static double[] Shifted(double[] taste)
    {
        var shifted = (double[])taste.Clone();
        (shifted[8], shifted[4], shifted[11], shifted[9], shifted[0]) = (0.6, 0.5, 1.5, 2.8, 3.0);
        (shifted[12 + 5], shifted[12 + 2], shifted[12 + 6]) = (0.8, 1.8, 0.4);
        return shifted;
    }

    private static double[][] Deviations(SimulatedMarketOptions options, Rng rng, int length)
    {
        var deviations = new double[options.Users][];
        for (var user = 0; user < options.Users; user++)
        {
            var own = deviations[user] = new double[length];
            for (var i = 0; i < length; i++)
                own[i] = Math.Round((i < MarketCategory.All.Count ? 1 : 0.35) * options.Individuality * rng.NextGaussian(), 2);
        }
        return deviations;
    }
}
