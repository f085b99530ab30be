using System.Text.RegularExpressions;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>Finds phrases: English word n-grams, and Chinese strings of characters, which have no spaces between words.</summary>
/// <param name="longest">Words of the longest English phrase, at least 2; Chinese phrases have one character more.</param>
/// <remarks>
/// A phrase never crosses punctuation and neither begins nor ends with a stop word ("state of the art" is one, "of the art" is none).
/// Linear in the length of the text.
/// </remarks>
public sealed partial class PhraseCounter(int longest = 3)
{
    private static readonly TextCleaner Cleaner = new();
    private readonly int longest = Check.AtLeast(longest, 2);

    /// <summary>All phrases of one text, with repeats.</summary>
    /// <param name="text">Any string.</param>
    public IReadOnlyList<string> Phrases(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var phrases = new List<string>();
        foreach (var part in Punctuation().Split(Cleaner.Clean(text)))
        {
            foreach (Match run in Runs().Matches(part))
            {
                if (WordSplitter.IsHan(char.ConvertToUtf32(run.Value, 0))) AddStrings(run.Value, phrases);
                else AddGrams(WordSplitter.Split(run.Value), phrases);
            }
        }
        return phrases;
    }

    /// <summary>
    /// Keeps the phrases whose words belong together: normalized pointwise mutual information (Bouma, 2009) of a phrase against its parts,
    /// above a limit, and no longer phrase that nearly always stands around it.
    /// </summary>
    /// <param name="users">(n) the phrases of each user, with repeats.</param>
    /// <param name="minimumUsers">Phrases of fewer users are left out.</param>
    /// <param name="minimumBond">The limit, -1 to 1.</param>
    /// <returns>(n) the phrases of each user that are kept.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Bonded(IReadOnlyList<IReadOnlyList<string>> users, int minimumUsers = 3, double minimumBond = 0.35)
    {
        ArgumentNullException.ThrowIfNull(users);
        Check.InRange(minimumBond, -1, 1);
        var (carriers, counts, first, last) = (new Dictionary<string, int>(), new Dictionary<string, double>(), new Dictionary<string, double>(), new Dictionary<string, double>());
        var total = 0.0;
        foreach (var own in users)
        {
            foreach (var phrase in own.Distinct(StringComparer.Ordinal)) carriers[phrase] = carriers.GetValueOrDefault(phrase) + 1;
            foreach (var phrase in own)
            {
                var (head, tail) = Halves(phrase);
                counts[phrase] = counts.GetValueOrDefault(phrase) + 1;
                first[head] = first.GetValueOrDefault(head) + 1;
                last[tail] = last.GetValueOrDefault(tail) + 1;
                total++;
            }
        }
        var kept = counts.Where(x => carriers[x.Key] >= minimumUsers && Bond(x.Key, x.Value) >= minimumBond).Select(x => x.Key).ToHashSet(StringComparer.Ordinal);
        // A part of a longer phrase that hardly ever stands alone says nothing more.
        foreach (var phrase in kept.OrderByDescending(phrase => phrase.Length).ThenBy(phrase => phrase, StringComparer.Ordinal).ToArray())
        {
            foreach (var part in Parts(phrase))
            {
                if (kept.Contains(part) && counts[phrase] >= 0.7 * counts[part]) kept.Remove(part);
            }
        }
        return [.. users.Select(own => (IReadOnlyList<string>)[.. own.Where(kept.Contains)])];

        double Bond(string phrase, double count)
        {
            var (head, tail) = Halves(phrase);
            var (joint, apart) = (count / total, first[head] / total * (last[tail] / total));
            return joint >= 1 ? 1 : Math.Log(joint / apart) / -Math.Log(joint);
        }
    }

    private static (string Head, string Tail) Halves(string phrase)
    {
        var space = phrase.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 ? (phrase[..space], phrase[(phrase.LastIndexOf(' ') + 1)..]) : (phrase[..1], phrase[^1..]);
    }

    private static IEnumerable<string> Parts(string phrase)
    {
        string[] words = phrase.Contains(' ', StringComparison.Ordinal) ? phrase.Split(' ') : [.. phrase.Select(c => c.ToString())];
        var glue = words.Length > 1 && phrase.Contains(' ', StringComparison.Ordinal) ? " " : "";
        for (var length = 2; length < words.Length; length++)
        {
            for (var i = 0; i + length <= words.Length; i++) yield return string.Join(glue, words.Skip(i).Take(length));
        }
    }

    private void AddGrams(List<string> words, List<string> phrases)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (IsWeak(words[i])) continue;
            for (var length = 2; length <= longest && i + length <= words.Count; length++)
            {
                if (!IsWeak(words[i + length - 1])) phrases.Add(string.Join(' ', words.Skip(i).Take(length)));
            }
        }
    }

    private void AddStrings(string run, List<string> phrases)
    {
        for (var i = 0; i < run.Length; i++)
        {
            if (IsStop(run[i])) continue;
            for (var length = 2; length <= longest + 1 && i + length <= run.Length; length++)
            {
                if (!IsStop(run[i + length - 1])) phrases.Add(run.Substring(i, length));
            }
        }
    }

    private static bool IsStop(char sign) => StopWords.Chinese.Contains(sign.ToString());

    private static bool IsWeak(string word) => word.Length < 2 || StopWords.English.Contains(word) || word.All(char.IsDigit);

    [GeneratedRegex(@"[\p{P}\p{S}\r\n-['’\-]]+")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"[\u3400-\u9FFF\uF900-\uFAFF]+|[^\u3400-\u9FFF\uF900-\uFAFF]+")]
    private static partial Regex Runs();
}
