using System.Globalization;
using System.Numerics;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Explains a score of a text by its parts: every question is one batch of texts to encode.</summary>
/// <param name="encode">Encodes texts, shape (texts, d); an empty text must have a vector too, such as zeros.</param>
/// <param name="score">From (n, d) vectors to (n) scores, such as <see cref="MembershipScore.Margin"/>.</param>
/// <remarks>Parts that are left out are really left out of the text, so the encoder sees what it would see without them. Deterministic.</remarks>
public sealed class PartExplainer(Func<IReadOnlyList<string>, Matrix> encode, Func<Matrix, double[]> score)
{
    private const int MostExact = 12;
    private readonly Func<IReadOnlyList<string>, Matrix> encode = encode ?? throw new ArgumentNullException(nameof(encode));
    private readonly Func<Matrix, double[]> score = score ?? throw new ArgumentNullException(nameof(score));

    /// <summary>Shapley values of the texts of a person: exact up to 12 of them, Kernel SHAP beyond.</summary>
    /// <param name="texts">The texts; beyond 63 the last ones count as one part.</param>
    /// <param name="samples">Coalitions that Kernel SHAP asks for.</param>
    /// <param name="seed">Seed of Kernel SHAP.</param>
    public Explanation Explain(IReadOnlyList<string> texts, int samples = 1024, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var parts = texts.Count <= Shapley.MostParts ? texts : [.. texts.Take(Shapley.MostParts - 1), string.Join('\n', texts.Skip(Shapley.MostParts - 1))];
        var exact = parts.Count <= MostExact;
        var values = exact ? Shapley.Exact(parts.Count, Score) : Shapley.Kernel(parts.Count, Score, samples, seed);
        var ends = Scores([Join(parts, 0), Join(parts, ulong.MaxValue)]);
        return new Explanation(parts, values, ends[1], ends[0], exact
            ? string.Create(CultureInfo.InvariantCulture, $"Exact Shapley values of {parts.Count} parts.")
            : string.Create(CultureInfo.InvariantCulture, $"Kernel SHAP, {parts.Count} parts, at most {samples} coalitions, seed {seed}."));

        double[] Score(IReadOnlyList<ulong> masks) => Scores([.. masks.Select(mask => Join(parts, mask))]);
    }

    /// <summary>What is lost when each word of a text is left out, in one batch.</summary>
    /// <param name="text">The text.</param>
    public Explanation Occlude(string text)
    {
        var pieces = TextPieces.Split(text);
        var scores = Scores([text, "", .. pieces.Select((_, i) => string.Concat(pieces.Where((_, j) => j != i)))]);
        return new Explanation(pieces, [.. pieces.Select((_, i) => scores[0] - scores[i + 2])], scores[0], scores[1], "Occlusion: each word left out by itself.") { IsRunningText = true };
    }

    /// <summary>What is lost when a word is left out wherever it stands in the texts of a person, in one batch.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>One part a distinct word, in lower case, in order of appearance.</returns>
    public Explanation OccludeWords(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (string Word, string Piece)[][] split = [.. texts.Select(text => TextPieces.Split(text).Select(piece => (TextPieces.Word(piece), piece)).ToArray())];
        string[] words = [.. split.SelectMany(pieces => pieces.Select(x => x.Word)).Where(word => word.Length > 0).Distinct()];
        string Without(string word) => string.Join('\n', split.Select(pieces => string.Concat(pieces.Where(x => x.Word != word).Select(x => x.Piece))));
        var scores = Scores([Join(texts, ulong.MaxValue), "", .. words.Select(Without)]);
        return new Explanation(words, [.. words.Select((_, i) => scores[0] - scores[i + 2])], scores[0], scores[1], "Occlusion: each word left out wherever it stands.");
    }

    /// <summary>The fewest texts without which the score is no longer above 0, so that a person would move to another segment.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="mostTried">Sets of texts that are tried at most; beyond them the sets grow greedily.</param>
    /// <returns>Indices of the texts, ascending; null where even leaving out all but one does not do it, or the score is not above 0 to begin with.</returns>
    public IReadOnlyList<int>? SmallestChange(IReadOnlyList<string> texts, int mostTried = 2000)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count is < 2 or > Shapley.MostParts || Scores([Join(texts, ulong.MaxValue)])[0] <= 0) return null;
        var all = ulong.MaxValue >> (64 - texts.Count);
        var tried = 0;
        for (var size = 1; size < texts.Count; size++)
        {
            var sets = Sets(texts.Count, size).Take(mostTried + 1).ToArray();
            if ((tried += sets.Length) > mostTried) return Greedy(texts, all);
            var scores = Scores([.. sets.Select(set => Join(texts, all & ~set))]);
            // Of several, the one that moves the person farthest.
            var best = Enumerable.Range(0, sets.Length).MinBy(i => scores[i]);
            if (scores[best] <= 0) return Bits(sets[best]);
        }
        return null;
    }

    /// <summary>The scores of texts.</summary>
    /// <param name="texts">The texts.</param>
    internal double[] Scores(IReadOnlyList<string> texts) => score(encode(texts));

    /// <summary>The texts of a coalition, one a line.</summary>
    internal static string Join(IReadOnlyList<string> texts, ulong mask) => string.Join('\n', texts.Where((_, i) => (mask >> i & 1) == 1));

    private List<int>? Greedy(IReadOnlyList<string> texts, ulong kept)
    {
        var gone = new List<int>();
        while (BitOperations.PopCount(kept) > 1)
        {
            var candidates = Bits(kept);
            var scores = Scores([.. candidates.Select(i => Join(texts, kept & ~(1UL << i)))]);
            var best = Enumerable.Range(0, candidates.Count).MinBy(i => scores[i]);
            gone.Add(candidates[best]);
            kept &= ~(1UL << candidates[best]);
            if (scores[best] <= 0) return [.. gone.Order()];
        }
        return null;
    }

    private static List<int> Bits(ulong mask) => [.. Enumerable.Range(0, 64).Where(i => (mask >> i & 1) == 1)];

    /// <summary>All sets of a size, in ascending order of their masks (Gosper).</summary>
    private static IEnumerable<ulong> Sets(int parts, int size)
    {
        var set = (1UL << size) - 1;
        while (set < 1UL << parts)
        {
            yield return set;
            var low = set & (0 - set);
            var next = set + low;
            set = next | ((set ^ next) >> 2) / low;
        }
    }
}
