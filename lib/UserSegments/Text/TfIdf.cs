namespace UserSegments.Text;

/// <summary>Term frequency times inverse document frequency (Spärck Jones, 1972), smoothed.</summary>
public static class TfIdf
{
    /// <summary>Chooses the terms and their weights.</summary>
    /// <param name="counts">Counts of the documents that are learned from.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The vocabulary with <c>idf(t) = ln((1 + n) / (1 + df(t))) + 1</c>, as scikit-learn's smooth idf; without smoothing <c>ln(n / df(t)) + 1</c>.</returns>
    /// <exception cref="ArgumentException">There are no documents, or no term is left.</exception>
    public static TfIdfModel Fit(TermCounts counts, TfIdfOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        options ??= new TfIdfOptions();
        var (matrix, documents) = (counts.Counts, counts.Counts.Rows);
        if (documents == 0) throw new ArgumentException("counts has 0 documents, expected at least 1.", nameof(counts));
        var frequency = new int[matrix.Columns];
        var total = new double[matrix.Columns];
        for (var e = 0; e < matrix.Count; e++)
        {
            frequency[matrix.Indices[e]]++;
            total[matrix.Indices[e]] += matrix.Values[e];
        }
        // The share is compared in whole documents, as scikit-learn does.
        var terms = Enumerable.Range(0, matrix.Columns)
            .Where(term => frequency[term] >= options.MinimumDocuments && frequency[term] <= options.MaximumShare * documents)
            .OrderByDescending(term => total[term]).ThenBy(term => term)
            .Take(options.MaximumTerms).Order().ToArray();
        if (terms.Length == 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"None of {matrix.Columns} terms stands in at least {options.MinimumDocuments} and at most {options.MaximumShare:0.##} of {documents} documents."),
                nameof(counts));
        }
        var one = options.SmoothIdf ? 1.0 : 0.0;
        var idf = Array.ConvertAll(terms, term => (float)(Math.Log((one + documents) / (one + frequency[term])) + 1));
        return new TfIdfModel([.. terms.Select(term => counts.Vocabulary[term])], idf, options);
    }
}
