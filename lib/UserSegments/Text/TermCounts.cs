using UserSegments.Numerics;

namespace UserSegments.Text;

/// <summary>How often each term stands in each document, weighted.</summary>
/// <param name="Vocabulary">The terms in ordinal order; a term's index is its column.</param>
/// <param name="Counts">(documents, terms) counts; a text of weight 0.5 counts half.</param>
public sealed record TermCounts(IReadOnlyList<string> Vocabulary, SparseMatrix Counts)
{
    /// <summary>Counts the terms of documents given as texts.</summary>
    /// <param name="texts">One text a document.</param>
    /// <param name="options">How texts become terms; null for the defaults.</param>
    public static TermCounts Of(IReadOnlyList<string> texts, TermCounterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Of([.. texts.Select((text, i) => new UserDocument(i, [text], [1]))], options);
    }

    /// <summary>Counts the terms of user documents, each text by its weight.</summary>
    /// <param name="documents">The documents; one row each, in their order.</param>
    /// <param name="options">How texts become terms; null for the defaults.</param>
    /// <remarks>Equal texts are split once, so that logs of what was bought (few titles, many rows) are cheap.</remarks>
    public static TermCounts Of(IReadOnlyList<UserDocument> documents, TermCounterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var counter = new TermCounter(options);
        var distinct = documents.SelectMany(document => document.Texts).Distinct().ToArray();
        var terms = new IReadOnlyList<string>[distinct.Length];
        Blocks.For(distinct.Length, 256, (_, start, end) =>
        {
            for (var i = start; i < end; i++) terms[i] = counter.Terms(distinct[i]);
        });
        var termsOf = new Dictionary<string, IReadOnlyList<string>>(distinct.Length);
        for (var i = 0; i < distinct.Length; i++) termsOf[distinct[i]] = terms[i];
        return Gather(documents.Count, row => documents[row].Texts.Select((text, i) => (termsOf[text], documents[row].Weights[i])));
    }

    /// <summary>Counts terms that were split elsewhere.</summary>
    /// <param name="documents">The terms of each document.</param>
    public static TermCounts OfTerms(IReadOnlyList<IReadOnlyList<string>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Gather(documents.Count, row => [(documents[row], 1f)]);
    }

    /// <summary>The same counts in the columns of another vocabulary; terms it lacks are left out.</summary>
    /// <param name="vocabulary">The columns of the result.</param>
    public SparseMatrix In(IReadOnlyList<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var index = vocabulary.Select((term, i) => (term, i)).ToDictionary(x => x.term, x => x.i, StringComparer.Ordinal);
        var column = Vocabulary.Select(term => index.GetValueOrDefault(term, -1)).ToArray();
        var rows = new Dictionary<int, float>[Counts.Rows];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = [];
            for (var e = Counts.Starts[i]; e < Counts.Starts[i + 1]; e++)
            {
                if (column[Counts.Indices[e]] >= 0) rows[i][column[Counts.Indices[e]]] = Counts.Values[e];
            }
        }
        return SparseMatrix.FromRows(vocabulary.Count, rows);
    }

    private static TermCounts Gather(int documents, Func<int, IEnumerable<(IReadOnlyList<string> Terms, float Weight)>> textsOf)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new Dictionary<int, float>[documents];
        for (var row = 0; row < documents; row++)
        {
            rows[row] = [];
            foreach (var (terms, weight) in textsOf(row))
            {
                foreach (var term in terms)
                {
                    if (!seen.TryGetValue(term, out var id)) seen[term] = id = seen.Count;
                    rows[row][id] = rows[row].GetValueOrDefault(id) + weight;
                }
            }
        }
        var vocabulary = seen.Keys.Order(StringComparer.Ordinal).ToArray();
        var column = new int[vocabulary.Length];
        for (var i = 0; i < vocabulary.Length; i++) column[seen[vocabulary[i]]] = i;
        var ordered = Array.ConvertAll(rows, row => row.ToDictionary(cell => column[cell.Key], cell => cell.Value));
        return new TermCounts(vocabulary, SparseMatrix.FromRows(vocabulary.Length, ordered));
    }
}
