using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>Small changes to what people wrote, to see whether their segments hold.</summary>
/// <param name="Name">What is changed, and how much.</param>
/// <param name="Apply">From a document and a generator of random numbers to the changed document; the input stays as it is.</param>
public sealed record TextPerturbation(string Name, Func<UserDocument, Rng, UserDocument> Apply)
{
    /// <summary>Typing errors: two neighbouring letters swapped, one left out, or one doubled.</summary>
    /// <param name="rate">Share of the words that get one, 0 to 1.</param>
    public static TextPerturbation Typos(double rate) => EachWord($"typos in {Percent(rate)} of words", rate, (word, rng) =>
    {
        if (word.Length < 3) return word;
        var at = rng.NextInt(word.Length - 1);
        return rng.NextInt(3) switch
        {
            0 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            1 => word.Remove(at, 1),
            _ => word.Insert(at, word[at].ToString()),
        };
    });

    /// <summary>Words left out.</summary>
    /// <param name="rate">Share of the words, 0 to 1.</param>
    public static TextPerturbation DroppedWords(double rate) => EachWord($"{Percent(rate)} of words left out", rate, (_, _) => "");

    /// <summary>Words that say nothing put in.</summary>
    /// <param name="rate">Share of the words that get one after them, 0 to 1.</param>
    public static TextPerturbation InsertedWords(double rate)
    {
        string[] fillers = ["really", "well", "actually", "thing", "today", "maybe"];
        return EachWord($"a filler after {Percent(rate)} of words", rate, (word, rng) => word + " " + fillers[rng.NextInt(fillers.Length)]);
    }

    /// <summary>Common English words of reviews replaced by synonyms, from a list of about 70.</summary>
    /// <param name="rate">Share of the listed words that are replaced, 0 to 1.</param>
    public static TextPerturbation Synonyms(double rate = 1) => Replaced($"{Percent(rate)} of common words as synonyms", WordPairs.Synonyms, rate);

    /// <summary>Common English words of reviews replaced by Chinese ones, from a list of about 80, as people do who mix languages.</summary>
    /// <param name="rate">Share of the listed words that are replaced, 0 to 1.</param>
    public static TextPerturbation Chinese(double rate = 1) => Replaced($"{Percent(rate)} of common words in Chinese", WordPairs.Chinese, rate);

    /// <summary>Words replaced by others of the same meaning, or by those of another language.</summary>
    /// <param name="name">What the list is called.</param>
    /// <param name="others">Word, in lower case, to its replacement.</param>
    /// <param name="rate">Share of the listed words that are replaced, 0 to 1.</param>
    public static TextPerturbation Replaced(string name, IReadOnlyDictionary<string, string> others, double rate = 1)
    {
        ArgumentNullException.ThrowIfNull(others);
        return EachWord(name, rate, (word, _) => others.GetValueOrDefault(word.ToLowerInvariant(), word));
    }

    /// <summary>Whole texts left out; one always stays.</summary>
    /// <param name="rate">Share of the texts, 0 to 1.</param>
    public static TextPerturbation DroppedTexts(double rate)
    {
        Check.InRange(rate, 0, 1);
        return new TextPerturbation($"{Percent(rate)} of texts left out", (document, rng) =>
        {
            if (document.IsEmpty) return document;
            int[] kept = [.. Enumerable.Range(0, document.Texts.Count).Where(_ => rng.NextDouble() >= rate)];
            if (kept.Length == 0) kept = [rng.NextInt(document.Texts.Count)];
            return new UserDocument(document.User, [.. kept.Select(i => document.Texts[i])], [.. kept.Select(i => document.Weights[i])]);
        });
    }

    private static TextPerturbation EachWord(string name, double rate, Func<string, Rng, string> change)
    {
        Check.InRange(rate, 0, 1);
        return new TextPerturbation(name, (document, rng) => document with
        {
            Texts = [.. document.Texts.Select(text => string.Join(' ', text.Split(' ').Select(word => word.Length > 0 && rng.NextDouble() < rate ? change(word, rng) : word)))],
        });
    }

    private static string Percent(double rate) => FormattableString.Invariant($"{rate * 100:0.#} %");
}
