using UserSegments.Data.Simulation;

namespace UserSegments.Data;

/// <summary>A market of simulated people whose segments, tastes and changes are known.</summary>
/// <param name="Dataset">What can be seen: people, items, reviews, purchases, lists shown with clicks.</param>
/// <param name="Truth">What was planted.</param>
/// <remarks>
/// <para>The model. Eight segments have tastes over 12 categories, 10 aspects, price and 5 tones of writing. A person has a segment in each month, a
/// deviation from its taste (normal, standard deviation <see cref="SimulatedMarketOptions.Individuality"/> for categories, 0.35 of it for aspects and price)
/// and a rate of activity (log-normal: a few write 50 reviews, some one or two). An item has a category, a quality in each aspect, a price and an
/// appeal; a tenth of the items appear during the year. Utilities are as in <see cref="MarketTruth"/>.</para>
/// <para>What happens. A person acts on days of its own, more at weekends and towards December. Half of the time it is shown eight items (three by appeal, three
/// by a blurred view of its utility, two at random) and clicks and buys with the probabilities of <see cref="MarketTruth"/>; else it picks one item by
/// the softmax of utility, or, with probability <see cref="SimulatedMarketOptions.OffTaste"/>, by appeal alone. It reviews 85 % of what it buys: the rating
/// follows utility with noise; the text names the item and one to three aspects, drawn by the person's weights and praised or blamed by the
/// item's quality, in the person's tone, with filler sentences that tell nothing, typos, emoji, stray HTML and links. About one person in twelve writes Chinese.</para>
/// <para>What changes. Month 7: segment 7 is born, out of new people and of members of segment 1. Months 8 to 10: segment 2 shifts its taste. Month 9: a
/// third of segment 3 moves to segment 6. Month 11: segment 5 dies; its people go to segments 0 and 4.</para>
/// <para>Same options, same bits. No real person, brand or text is in it.</para>
/// </remarks>
public sealed record SimulatedMarket(Dataset Dataset, MarketTruth Truth)
{
    /// <summary>Makes a market.</summary>
    /// <param name="options">Sizes, seed and difficulty; the defaults make the embedded data set.</param>
    public static SimulatedMarket Generate(SimulatedMarketOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var truth = new MarketTruth(MarketPlan.Draw(options));
        return new MarketYear(options, truth).Run();
    }
}
