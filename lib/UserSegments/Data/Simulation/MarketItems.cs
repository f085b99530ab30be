using UserSegments.Numerics;

namespace UserSegments.Data.Simulation;

/// <summary>Gives the items of a market their names, tags, descriptions and prices.</summary>
internal static class MarketItems
{
    public static IReadOnlyList<Item> Make(MarketTruthData data, Rng rng)
    {
        var (items, titles) = (new Item[data.ItemCategory.Length], new HashSet<string>());
        for (var i = 0; i < items.Length; i++)
        {
            var category = MarketCategory.All[data.ItemCategory[i]];
            var (noun, brand) = (Pick(category.Nouns, rng), Pick(MarketTone.Brands, rng));
            var title = $"{brand} {Pick(category.Features, rng)} {noun}";
            for (var model = 2; !titles.Add(title); model++) title = $"{brand} {Pick(category.Features, rng)} {noun} {model}";
            var best = Enumerable.Range(0, data.Aspects.Count).OrderByDescending(a => data.ItemQuality[i][a]).Take(2).ToArray();
            items[i] = new Item($"i{i + 1:000}", title)
            {
                Tags = [category.Name, noun, MarketAspect.All[best[0]].Name],
                Description = Describe(category, noun, best, rng),
                Price = Math.Round(category.Price * Math.Exp(0.45 * data.ItemPrice[i])) + 0.99,
            };
        }
        return items;
    }

    private static string Describe(MarketCategory category, string noun, int[] best, Rng rng)
    {
        string[] patterns =
        [
            "A {0} {1} for {2}. {3}.", "Made for {2}: a {0} {1}. {3}.", "This {0} {1} suits {2}. {3}.", "{3}. A {1}, {0}, ready for {2}.",
        ];
        var praise = string.Join(" and ", best.Select(a => Pick(MarketAspect.All[a].Praise, rng)).Where(x => !x.Contains(" i ", StringComparison.Ordinal)));
        if (praise.Length == 0) praise = "a favourite of its kind";
        var text = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            Pick(patterns, rng), Pick(category.Features, rng), noun, Pick(category.Uses, rng), char.ToUpperInvariant(praise[0]) + praise[1..]);
        return text;
    }

    private static string Pick(string[] words, Rng rng) => words[rng.NextInt(words.Length)];
}
