using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Reduction;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>What is known of items, field by field: a vector of the title, of the tags, of the description, of what people wrote about it.</summary>
public static class ItemFields
{
    /// <summary>The fields that say anything, each as TF-IDF of its words, reduced by truncated SVD.</summary>
    /// <param name="dataset">Items, and the texts of interactions; give it the training part when the future is judged.</param>
    /// <param name="options">How texts become terms; the dimensions hold for each field.</param>
    /// <returns>Names with (items, at most dimensions) rows of length 1; zeros where an item's field is empty. Fields without two terms in common to any items are left out.</returns>
    /// <remarks>Tags count whole, words split. Same seed, same bits on any number of threads.</remarks>
    public static IReadOnlyList<(string Name, Matrix Vectors)> Of(Dataset dataset, TextSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new TextSpaceOptions();
        var reviews = dataset.Interactions.Where(x => x.Text.Length > 0).ToLookup(x => x.Item, x => x.Text);
        (string Name, IReadOnlyList<string> Texts)[] fields =
        [
            ("title", [.. dataset.Items.Select(item => item.Title)]),
            // One word a tag, so that it counts as a whole.
            ("tags", [.. dataset.Items.Select(item => string.Join(' ', item.Tags.Select(tag => string.Concat(tag.Where(char.IsLetterOrDigit)))))]),
            ("description", [.. dataset.Items.Select(item => item.Description)]),
            ("reviews", [.. Enumerable.Range(0, dataset.Items.Count).Select(item => string.Join('\n', reviews[item]))]),
        ];
        return [.. fields.Select(field => (field.Name, Vectors: Vectors(field.Texts, options)!)).Where(field => field.Vectors is not null)];
    }

    private static Matrix? Vectors(IReadOnlyList<string> texts, TextSpaceOptions options)
    {
        var counts = TermCounts.Of(texts, options.Terms);
        var holders = new int[counts.Counts.Columns];
        foreach (var term in counts.Counts.Indices) holders[term]++;
        if (holders.Count(n => n >= options.TfIdf.MinimumDocuments && n <= options.TfIdf.MaximumShare * texts.Count) < 2) return null;
        var weights = TfIdf.Fit(counts, options.TfIdf).Transform(counts);
        var rank = Math.Min(options.Dimensions, Math.Min(weights.Rows, weights.Columns));
        return TruncatedSvd.Fit(weights, rank, options.Seed).Transform(weights).NormalizeRows();
    }
}
