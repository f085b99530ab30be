using UserSegments.Numerics;

namespace UserSegments.Tokenization;

/// <summary>Learns a WordPiece vocabulary from texts: characters, then the most frequent pairs merged again and again (Sennrich et al., 2016).</summary>
/// <remarks>
/// Words are cut as BERT cuts them (lower case, no accents, punctuation and Chinese characters by themselves); pieces within a word begin with ##.
/// Ties go to the pair that is first in ordinal order, so the same texts give the same vocabulary. O(words length + merges touched words).
/// </remarks>
public static class WordPieceTrainer
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>The vocabulary, in the order of ids: [PAD], [UNK], [CLS], [SEP], [MASK], characters by frequency, then pieces as they were merged.</summary>
    /// <param name="texts">The texts; read once.</param>
    /// <param name="size">Number of tokens wanted, at least 64; fewer come where the texts have no more pairs.</param>
    /// <param name="minimumCount">A character or a pair that occurs less often is left out, at least 1.</param>
    public static IReadOnlyList<string> Train(IEnumerable<string> texts, int size, int minimumCount = 2)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Check.AtLeast(size, 64);
        Check.AtLeast(minimumCount, 1);
        var words = Count(texts);
        var pieces = words.Select(word => Characters(word.Key)).ToArray();
        var counts = words.Select(word => word.Value).ToArray();
        var vocabulary = new List<string>(Special);
        var characters = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var w = 0; w < pieces.Length; w++)
        {
            foreach (var piece in pieces[w]) characters[piece] = characters.GetValueOrDefault(piece) + counts[w];
        }
        var room = Math.Max(0, size - Special.Length);
        vocabulary.AddRange(characters.Where(c => c.Value >= minimumCount).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(room).Select(c => c.Key));
        var known = vocabulary.ToHashSet(StringComparer.Ordinal);
        Merge(pieces, counts, vocabulary, known, size, minimumCount);
        return vocabulary;
    }

    private static void Merge(List<string>[] pieces, long[] counts, List<string> vocabulary, HashSet<string> known, int size, int minimumCount)
    {
        var pairs = new Dictionary<(string, string), (long Count, HashSet<int> Words)>();
        for (var w = 0; w < pieces.Length; w++) Change(w, +1);
        while (vocabulary.Count < size && pairs.Count > 0)
        {
            var best = pairs.Aggregate((a, b) => Before(a.Key, a.Value.Count, b.Key, b.Value.Count) ? a : b);
            if (best.Value.Count < minimumCount) return;
            var (left, right) = best.Key;
            var merged = left + (right.StartsWith("##", StringComparison.Ordinal) ? right[2..] : right);
            if (known.Add(merged)) vocabulary.Add(merged);
            foreach (var w in best.Value.Words.Order().ToArray())
            {
                Change(w, -1);
                var list = pieces[w];
                for (var i = 0; i + 1 < list.Count; i++)
                {
                    if (list[i] != left || list[i + 1] != right) continue;
                    list[i] = merged;
                    list.RemoveAt(i + 1);
                }
                Change(w, +1);
            }
        }

        void Change(int w, int sign)
        {
            for (var i = 0; i + 1 < pieces[w].Count; i++)
            {
                var pair = (pieces[w][i], pieces[w][i + 1]);
                if (!known.Contains(pair.Item1) || !known.Contains(pair.Item2)) continue;
                var (count, where) = pairs.GetValueOrDefault(pair, (0, []));
                if (sign > 0) where.Add(w);
                else where.Remove(w);
                if (count + sign * counts[w] <= 0) pairs.Remove(pair);
                else pairs[pair] = (count + sign * counts[w], where);
            }
        }
    }

    private static bool Before((string, string) a, long countA, (string, string) b, long countB)
    {
        if (countA != countB) return countA > countB;
        var first = string.CompareOrdinal(a.Item1, b.Item1);
        return first != 0 ? first < 0 : string.CompareOrdinal(a.Item2, b.Item2) <= 0;
    }

    private static KeyValuePair<string, long>[] Count(IEnumerable<string> texts)
    {
        var (counts, scratch) = (new Dictionary<string, long>(StringComparer.Ordinal), new TokenizerScratch());
        var (normalizer, splitter) = (new BertNormalizer(true, true, true, true), new BertPreTokenizer());
        foreach (var text in texts)
        {
            scratch.Text.Load(text, 0, text.Length);
            normalizer.Apply(scratch.Text);
            scratch.Pieces.Clear();
            scratch.NextPieces.Clear();
            if (scratch.Text.Length == 0) continue;
            scratch.Pieces.Add(new Piece(0, scratch.Text.Length));
            splitter.Split(scratch);
            foreach (var piece in scratch.Pieces)
            {
                var word = scratch.Text.Text[piece.Start..piece.End].ToString();
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }
        return [.. counts.Where(word => word.Key.Length <= 100).OrderBy(word => word.Key, StringComparer.Ordinal)];
    }

    private static List<string> Characters(string word)
    {
        var pieces = new List<string>();
        foreach (var rune in word.EnumerateRunes()) pieces.Add(pieces.Count == 0 ? rune.ToString() : "##" + rune);
        return pieces;
    }
}
