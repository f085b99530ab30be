using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Reduction;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>One space for people, items and any text: TF-IDF of what was written, reduced by latent semantic analysis (Deerwester et al., 1990).</summary>
/// <remarks>
/// Fitted on the user documents of one data set; give it the training part when the future is judged. Vectors have length 1, so that a
/// dot product is a cosine; a user without a known term has the zero vector. Same seed, same bits on any number of threads.
/// </remarks>
public sealed class TextSpace
{
    private readonly TextSpaceOptions options;
    private IReadOnlyList<IReadOnlyList<string>>? words;

    private TextSpace(IReadOnlyList<UserDocument> documents, TermCounts counts, TfIdfModel terms, SparseMatrix weights, SvdModel reduction, Matrix users, Matrix items, TextSpaceOptions options)
    {
        (Documents, Counts, Terms, Weights, Reduction) = (documents, counts, terms, weights, reduction);
        (Users, Items, this.options) = (users, items, options);
        Described = [.. Enumerable.Range(0, users.Rows).Where(user => users.Row(user).ContainsAnyExcept(0f))];
        Points = users.SelectRows(Described);
    }

    /// <summary>One document a user.</summary>
    public IReadOnlyList<UserDocument> Documents { get; }

    /// <summary>(users) the words of each user, with repeats and without stop words.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words => words ??= SplitWords();

    /// <summary>How often each user used each term.</summary>
    public TermCounts Counts { get; }

    /// <summary>The terms that count, and their weights.</summary>
    public TfIdfModel Terms { get; }

    /// <summary>(users, terms) TF-IDF.</summary>
    public SparseMatrix Weights { get; }

    /// <summary>From terms to dimensions.</summary>
    public SvdModel Reduction { get; }

    /// <summary>(users, dimensions) rows of length 1.</summary>
    public Matrix Users { get; }

    /// <summary>(items, dimensions) rows of length 1, from the items' own texts; an item without a known word of its own is what people wrote about it.</summary>
    public Matrix Items { get; }

    /// <summary>Users who have a vector other than zero, ascending: those who can be grouped.</summary>
    public int[] Described { get; }

    /// <summary>(described users, dimensions) their vectors, in the order of <see cref="Described"/>.</summary>
    public Matrix Points { get; }

    /// <summary>Builds the space.</summary>
    /// <param name="dataset">What is learned from.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">Nobody wrote or chose anything that has a text.</exception>
    public static TextSpace Fit(Dataset dataset, TextSpaceOptions? options = null)
    {
        options ??= new TextSpaceOptions();
        var documents = UserDocuments.Build(dataset, options.Documents);
        if (documents.All(document => document.IsEmpty))
            throw new ArgumentException($"{dataset.Name} has no text: nobody wrote anything, and no item has a title or tags.", nameof(dataset));
        var counts = TermCounts.Of(documents, options.Terms);
        var terms = TfIdf.Fit(counts, options.TfIdf);
        var weights = terms.Transform(counts);                                              // (users, terms)
        var rank = Math.Min(options.Dimensions, Math.Min(weights.Rows, weights.Columns));
        var reduction = TruncatedSvd.Fit(weights, rank, options.Seed);
        var users = reduction.Transform(weights).NormalizeRows();                           // (users, d)
        var items = reduction.Transform(ItemWeights(dataset, terms, options)).NormalizeRows();   // (items, d)
        return new TextSpace(documents, counts, terms, weights, reduction, users, items, options);
    }

    /// <summary>A partition of the described users as one of all users: the others get no segment (-1).</summary>
    /// <param name="segments">One label a row of <see cref="Points"/>.</param>
    /// <exception cref="ArgumentException">There is not one label a described user.</exception>
    public Clustering.Clustering ForAllUsers(Clustering.Clustering segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        Check.SameLength(segments.Labels.Length, Described.Length, nameof(segments), nameof(Described));
        var labels = new int[Users.Rows];
        Array.Fill(labels, -1);
        for (var i = 0; i < Described.Length; i++) labels[Described[i]] = segments.Labels[i];
        return new Clustering.Clustering(labels, segments.Algorithm, segments.Count) { Centres = segments.Centres, Inertia = segments.Inertia };
    }

    /// <summary>User vectors drawn towards the centre of their segment: <c>(1 - w) u + w c</c>, scaled to length 1.</summary>
    /// <param name="segments">(users) labels, as <see cref="ForAllUsers"/> gives them, with centres; users without a segment stay where they are.</param>
    /// <param name="weight">w, 0 (nothing moves) to 1 (everybody stands in the centre).</param>
    /// <returns>(users, dimensions).</returns>
    /// <exception cref="ArgumentException">There is not one label a user, or there are no centres.</exception>
    public Matrix DrawnTo(Clustering.Clustering segments, double weight)
    {
        ArgumentNullException.ThrowIfNull(segments);
        Check.InRange(weight, 0, 1);
        Check.SameLength(segments.Labels.Length, Users.Rows, nameof(segments), nameof(Users));
        if (segments.Centres is not { } centres) throw new ArgumentException($"{segments.Algorithm} has no centres, expected some to draw towards.", nameof(segments));
        var drawn = Users.Copy();
        for (var user = 0; user < drawn.Rows; user++)
        {
            if (segments.Labels[user] < 0) continue;
            var row = drawn.Row(user);
            var centre = centres.Row(segments.Labels[user]);
            for (var j = 0; j < row.Length; j++) row[j] = (float)((1 - weight) * row[j] + weight * centre[j]);
        }
        return drawn.NormalizeRows();
    }

    /// <summary>Vectors of any texts in this space, shape (texts, dimensions), rows of length 1.</summary>
    /// <param name="texts">The texts.</param>
    public Matrix Encode(IReadOnlyList<string> texts) =>
        Reduction.Transform(Terms.Transform(TermCounts.Of(texts, options.Terms))).NormalizeRows();

    private static SparseMatrix ItemWeights(Dataset dataset, TfIdfModel terms, TextSpaceOptions options)
    {
        string[] texts = [.. ItemTexts.Of(dataset)];
        var own = terms.Transform(TermCounts.Of(texts, options.Terms));
        var about = dataset.Interactions.Where(x => x.Text.Length > 0 && own.RowIndices(x.Item).Length == 0).ToLookup(x => x.Item, x => x.Text);
        if (about.Count == 0) return own;
        foreach (var item in about) texts[item.Key] = string.Join('\n', item);
        return terms.Transform(TermCounts.Of(texts, options.Terms));
    }

    private List<string>[] SplitWords()
    {
        var counter = new TermCounter(options.Terms);
        return [.. Documents.Select(document => document.Texts.SelectMany(counter.Terms).ToList())];
    }
}
