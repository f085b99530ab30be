namespace UserSegments.Text;

/// <summary>Turns a text into its terms: cleaned, split, without stop words and numbers.</summary>
/// <param name="options">How; null for the defaults.</param>
public sealed class TermCounter(TermCounterOptions? options = null)
{
    private readonly TermCounterOptions options = options ?? new TermCounterOptions();

    /// <summary>The terms of one text, in order, repeats included.</summary>
    /// <param name="text">Any string.</param>
    public IReadOnlyList<string> Terms(string text)
    {
        var words = WordSplitter.Split(options.Cleaner?.Clean(text) ?? text);
        words.RemoveAll(IsDropped);
        var count = words.Count;
        for (var length = 2; length <= options.LongestPhrase; length++)
        {
            for (var i = 0; i + length <= count; i++) words.Add(string.Join(' ', words.GetRange(i, length)));
        }
        return words;
    }

    private bool IsDropped(string word)
    {
        if (options.StopWords.Contains(word)) return true;
        // A pair of stop characters ("了我") carries no more than each alone.
        if (WordSplitter.IsHan(word[0])) return word.Length == 2 && options.StopWords.Contains(word[..1]) && options.StopWords.Contains(word[1..]);
        return word.Length < options.MinimumLength || word.All(char.IsDigit);
    }
}
