using System.Text;
using UserSegments.Numerics;

namespace UserSegments.Data.Simulation;

/// <summary>Writes the reviews of a market: what is said follows taste and quality, how it is said follows the person.</summary>
internal static class MarketReviews
{
    public static string Write(MarketAuthor author, MarketCategory category, Item item, double[] quality, double[] taste, int rating, Rng rng)
    {
        var tone = MarketTone.All[author.Tone];
        var aspects = Aspects(quality, taste, tone.Aspects, rating, rng);
        var text = author.Chinese && rng.NextDouble() > 0.05
            ? Chinese(tone, category, aspects, rating, rng)
            : English(tone, category, item, aspects, rating, rng);
        if (!author.Chinese) text = Mistype(text, author.Typos, rng);
        if (rng.NextDouble() < tone.EmojiShare) text += " " + Pick(rating >= 4 ? MarketTone.Emoji[..6] : MarketTone.Emoji[6..], rng);
        var noise = rng.NextDouble();
        if (noise < 0.02) text = text.Replace(". ", ".<br />", StringComparison.Ordinal);
        else if (noise < 0.03) text += $" see https://example.com/r/{rng.NextInt(9000) + 1000}";
        else if (noise < 0.04) text = text.ToUpperInvariant();
        else if (noise < 0.05) text = text.Replace("and", "&amp;", StringComparison.Ordinal);
        return text;
    }

    // What a person speaks of: drawn by weight, without repeats; half of the last one is chance.
    private static List<(MarketAspect Aspect, bool Good)> Aspects(double[] quality, double[] taste, int most, int rating, Rng rng)
    {
        var first = MarketCategory.All.Count;
        var weights = MarketAspect.All.Select((_, a) => 0.15 + taste[first + a]).ToArray();
        var spoken = new List<(MarketAspect, bool)>();
        for (var count = 1 + rng.NextInt(most); count > 0; count--)
        {
            var a = rng.NextDouble() < 0.2 ? rng.NextInt(weights.Length) : rng.NextIndex(weights);
            if (weights[a] <= 0) continue;
            weights[a] = 0;
            spoken.Add((MarketAspect.All[a], quality[a] + 0.35 * (rating - 3) + 0.4 * rng.NextGaussian() > 0));
        }
        return spoken;
    }

    private static string English(MarketTone tone, MarketCategory category, Item item, List<(MarketAspect Aspect, bool Good)> aspects, int rating, Rng rng)
    {
        var text = new StringBuilder();
        if (rng.NextDouble() < 0.35) Add(text, Fill(Pick(tone.Openers, rng), category, item, rng));
        foreach (var (aspect, good) in aspects)
        {
            var phrase = Pick(good ? aspect.Praise : aspect.Blame, rng);
            if (rng.NextDouble() < 0.25) phrase = $"the {item.Tags[1]} is {(good ? "great" : "poor")}, {phrase}";
            Add(text, phrase + (tone.Name == "enthusiastic" && good ? "!" : "."));
        }
        if (rng.NextDouble() < 0.2) Add(text, Pick(MarketTone.Fillers, rng));
        if (rng.NextDouble() < 0.8) Add(text, Fill(Pick(MarketTone.Uses, rng), category, item, rng));
        if (rating != 3 && rng.NextDouble() < 0.25) Add(text, Pick(rating > 3 ? tone.Good : tone.Bad, rng));
        if (text.Length == 0) Add(text, rating > 3 ? "nice." : "so so.");
        return rng.NextDouble() < 0.55 ? Capitalise(text.ToString()) : text.ToString();
    }

    private static string Chinese(MarketTone tone, MarketCategory category, List<(MarketAspect Aspect, bool Good)> aspects, int rating, Rng rng)
    {
        var text = new StringBuilder();
        if (rng.NextDouble() < 0.7) text.Append(Pick(["这个", "买的", "刚收到的", "新的"], rng)).Append(Pick(category.ChineseNouns, rng)).Append('，');
        text.AppendJoin('，', aspects.Select(x => Pick(x.Good ? x.Aspect.ChinesePraise : x.Aspect.ChineseBlame, rng))).Append('。');
        if (rng.NextDouble() < 0.3) text.Append(Pick(MarketTone.ChineseFillers, rng));
        if (rating != 3) text.Append(Pick(rating > 3 ? tone.ChineseGood : tone.ChineseBad, rng));
        return text.ToString();
    }

    private static string Fill(string pattern, MarketCategory category, Item item, Rng rng) => pattern
        .Replace("{noun}", item.Tags[1], StringComparison.Ordinal)
        .Replace("{use}", Pick(category.Uses, rng), StringComparison.Ordinal)
        .Replace("{feature}", Pick(category.Features, rng), StringComparison.Ordinal)
        .Replace("{brand}", item.Title.Split(' ')[0], StringComparison.Ordinal);

    // Swap two letters, drop one, or double one.
    private static string Mistype(string text, double chance, Rng rng)
    {
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length < 4 || rng.NextDouble() >= chance * 8) continue;
            var (word, at) = (words[i], 1 + rng.NextInt(words[i].Length - 2));
            words[i] = rng.NextInt(3) switch
            {
                0 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
                1 => word[..at] + word[(at + 1)..],
                _ => word[..at] + word[at] + word[at..],
            };
        }
        return string.Join(' ', words);
    }

    private static string Capitalise(string text)
    {
        var characters = text.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (i == 0 || (i > 1 && characters[i - 1] == ' ' && characters[i - 2] is '.' or '!')) characters[i] = char.ToUpperInvariant(characters[i]);
        }
        return new string(characters);
    }

    private static void Add(StringBuilder text, string sentence)
    {
        if (text.Length > 0) text.Append(' ');
        text.Append(sentence);
    }

    private static string Pick(string[] words, Rng rng) => words[rng.NextInt(words.Length)];
}
