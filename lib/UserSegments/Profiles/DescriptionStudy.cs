using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Encoding;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Reduction;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>Do descriptions tell people apart? A judge who sees a text about the first half of a person's time picks the person among others by what they did in the second.</summary>
/// <param name="Texts">What the judge sees: the description read as words, the same read by its names and numbers, histories, keywords.</param>
/// <param name="Encodings">How texts become vectors.</param>
/// <param name="Right">For each encoding and text, 1 where the judge was right and 0 where not, ties as their share, shape (encodings) of (texts) of (users).</param>
/// <param name="LineUp">People to choose among.</param>
/// <param name="Words">Mean number of words of a description.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record DescriptionStudy(
    IReadOnlyList<string> Texts, IReadOnlyList<string> Encodings, IReadOnlyList<IReadOnlyList<double[]>> Right, int LineUp, double Words) : IDisplayable
{
    private const int FewestRows = 3;

    /// <summary>Users who were judged.</summary>
    public int Users => Right[0][0].Length;

    /// <summary>Lets the judge choose.</summary>
    /// <param name="dataset">People with at least three interactions in each half of their time count; at least as many as the line-up.</param>
    /// <param name="options">How descriptions are written.</param>
    /// <param name="lineUp">People to choose among, the right one included.</param>
    /// <param name="most">Most users that are judged, the first ones.</param>
    /// <param name="seed">Seed of the line-ups, equal for all texts.</param>
    /// <param name="model">A text encoder to try beside word counts; null for none.</param>
    /// <remarks>Histories and keywords are cut to as many words as the person's description has, so that none is judged by its length.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Too few people have so many interactions.</exception>
    public static DescriptionStudy Run(
        Dataset dataset, UserDescriptionOptions? options = null, int lineUp = 20, int most = 1000, ulong seed = 7, ITextModel? model = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var split = dataset.HasTime ? Splits.ByTimePerUser(dataset, 0.5) : Splits.RandomPerUser(dataset, 0.5, seed);
        var (first, second) = (split.Train.ByUser(), split.Test.ByUser());
        int[] users = [.. Enumerable.Range(0, first.Count).Where(u => first[u].Count >= FewestRows && second[u].Count >= FewestRows).Take(most)];
        Check.InRange(lineUp, 2, users.Length);
        var describer = new UserDescriber(split.Train, options);
        UserDescription[] described = [.. users.Select(describer.Describe)];
        var lengths = Array.ConvertAll(described, x => x.Text.Count(c => c == ' ') + 1);
        var (before, after) = (Histories(split.Train, users), Histories(split.Test, users));
        var counts = TermCounts.Of([.. before, .. after]);
        var terms = TfIdf.Fit(counts);
        (string Name, string[] Own)[] texts =
        [
            ("history, as many words", [.. before.Zip(lengths, Cut)]), ("history, whole", before),
            ("TF-IDF keywords, as many words", Keywords(terms.Transform(counts), terms, lengths)),
        ];
        var weights = terms.Transform(counts);
        var svd = TruncatedSvd.Fit(weights, Math.Min(100, Math.Min(weights.Rows, weights.Columns)), seed);
        SparseMatrix Sparse(IReadOnlyList<string> own) => terms.Transform(TermCounts.Of(own));
        var encodings = new List<(string Name, Func<IReadOnlyList<string>, Matrix> Names, Func<IReadOnlyList<string>, Matrix> Whole)>
        {
            ("TF-IDF", own => Sparse(own).ToDense(), own => Telling(Sparse(own)).ToDense()),
            ($"LSA {svd.Components.Rows}", own => svd.Transform(Sparse(own)), own => svd.Transform(Telling(Sparse(own)))),
        };
        if (model is not null) encodings.Add(("encoder", model.Encode, own => Centred(model.Encode(own))));
        var right = encodings.Select(encoding =>
        {
            var people = encoding.Whole(after);
            Matrix[] seen = [encoding.Whole([.. described.Select(x => x.Text)]), Centred(DescriptionJudge.Read(described, encoding.Names).NormalizeRows()), .. texts.Select(text => encoding.Whole(text.Own))];
            return (IReadOnlyList<double[]>)[.. seen.Select(own => DescriptionJudge.Judge(own, people, lineUp, seed))];
        });
        return new DescriptionStudy(
            ["description, as a bag of words", "description, its names and numbers", .. texts.Select(text => text.Name)],
            [.. encodings.Select(encoding => encoding.Name)], [.. right], lineUp, lengths.Average());
    }

    /// <summary>Accuracy of one text in one encoding, with its bootstrap interval over the people.</summary>
    /// <param name="text">Index of the text.</param>
    /// <param name="encoding">Index of the encoding.</param>
    public Estimate Accuracy(int text, int encoding) => DescriptionJudge.Accuracy(Right[encoding][text]);

    /// <summary>Accuracy of one text minus that of another in one encoding, on the same people and line-ups.</summary>
    /// <param name="text">Index of the text.</param>
    /// <param name="other">Index of the other.</param>
    /// <param name="encoding">Index of the encoding.</param>
    public Estimate Difference(int text, int other, int encoding) =>
        Bootstrap.Interval([.. Right[encoding][text].Zip(Right[encoding][other], (a, b) => a - b)], 1);

    /// <summary>Accuracy of every text in every encoding.</summary>
    public Table ToTable()
    {
        var columns = new List<(string, Func<int, object?>)> { ("the judge sees", text => Texts[text]) };
        for (var e = 0; e < Encodings.Count; e++)
        {
            var own = e;
            columns.Add(($"right, {Encodings[e]}", text => Accuracy(text, own)));
        }
        return Table.Of(Enumerable.Range(0, Texts.Count), [.. columns]).Highest([.. Encodings.Select(name => $"right, {name}")])
            .WithCaption(FormattableString.Invariant($"{Users} people, each among {LineUp}: chance {1.0 / LineUp:0.###}; a description has {Words:0} words; 95 % bootstrap intervals over people"));
    }

    /// <summary>The study as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    // What stands in every text of a kind ("interests", "of", "bought") tells nothing within that kind: weights are multiplied by the kind's own idf.
    private static SparseMatrix Telling(SparseMatrix weights)
    {
        var documents = new int[weights.Columns];
        foreach (var term in weights.Indices) documents[term]++;
        for (var e = 0; e < weights.Count; e++) weights.Values[e] *= (float)Math.Log((1.0 + weights.Rows) / (1 + documents[weights.Indices[e]]));
        return weights;
    }

    // The same for dense vectors: what all have in common is their mean.
    private static Matrix Centred(Matrix vectors)
    {
        var (centred, mean) = (vectors.Copy(), new float[vectors.Columns]);
        for (var row = 0; row < centred.Rows; row++) TensorPrimitives.Add(mean, centred.Row(row), mean);
        TensorPrimitives.Divide(mean, Math.Max(1, centred.Rows), mean);
        for (var row = 0; row < centred.Rows; row++) TensorPrimitives.Subtract(centred.Row(row), mean, centred.Row(row));
        return centred;
    }

    private static string[] Histories(Dataset dataset, int[] users)
    {
        var (own, items) = (dataset.ByUser(), ItemTexts.Of(dataset));
        return [.. users.Select(user => string.Join(' ', own[user].Select(x => items[x.Item] + " " + x.Text)))];
    }

    private static string Cut(string text, int words) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(words));

    private static string[] Keywords(SparseMatrix weights, TfIdfModel terms, int[] lengths) =>
    [
        .. lengths.Select((length, row) => string.Join(' ', Enumerable.Range(weights.Starts[row], weights.Starts[row + 1] - weights.Starts[row])
            .OrderByDescending(e => weights.Values[e]).ThenBy(e => weights.Indices[e]).Take(length).Select(e => terms.Vocabulary[weights.Indices[e]]))),
    ];
}
