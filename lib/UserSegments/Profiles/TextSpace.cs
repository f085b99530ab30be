using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Reduction;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>
/// One space for people, items and any text: the vectors of an encoder, a user being the weighted mean of the vectors of its texts, in their principal
/// components; or TF-IDF of what was written, reduced by latent semantic analysis (Deerwester et al., 1990).
/// </summary>
/// <remarks>
/// Fitted on the user documents of one data set; give it the training part when the future is judged. Vectors have length 1, so that a
/// dot product is a cosine; a user without a known term (with an encoder: without a text) has the zero vector. Same seed, same bits on any
/// number of threads. Words are counted in either case; their decomposition waits until it is asked for. An encoder's vectors of the texts that it
/// was fitted on stay in memory.
/// </remarks>
public sealed class TextSpace
{
    private const int FewestForCommon = 30;

    private readonly TextSpaceOptions options;
    private readonly Lazy<SvdModel> reduction;
    private readonly CommonComponents? common;
    private readonly PcaModel? components;
    private IReadOnlyList<IReadOnlyList<string>>? words;

    private TextSpace(Dataset dataset, IReadOnlyList<UserDocument> documents, TextSpaceOptions options)
    {
        (Documents, Counts, this.options) = (documents, TermCounts.Of(documents, options.Terms), options);
        Terms = TfIdf.Fit(Counts, options.TfIdf);
        Weights = Terms.Transform(Counts);                                                       // (users, terms)
        reduction = new(() => TruncatedSvd.Fit(Weights, Math.Min(options.Dimensions, Math.Min(Weights.Rows, Weights.Columns)), options.Seed));
        Model = options.Model is { } encoder ? Remembering(encoder, options, [.. documents.SelectMany(document => document.Texts)]) : null;
        var (users, items) = Model is null ? Counted(dataset) : Encoded(dataset, documents, Model);
        Described = [.. Enumerable.Range(0, users.Rows).Where(user => users.Row(user).ContainsAnyExcept(0f))];
        if (Model is not null)
        {
            if (options.CommonComponents > 0 && Described.Length >= FewestForCommon)
                common = CommonComponents.Fit(users.SelectRows(Described), Math.Min(options.CommonComponents, users.Columns - 1));
            (users, items) = (Apart(users), Apart(items));
            if (options.Dimensions < Math.Min(users.Columns, Described.Length))
                components = Pca.Fit(users.SelectRows(Described), new PcaOptions { Components = options.Dimensions });
            (users, items) = (Reduced(users), Reduced(items));
        }
        (Users, Items) = (users, items);
        Points = Users.SelectRows(Described);
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

    /// <summary>
    /// The encoder as it is used here: its tokens weigh as the options say, and it knows the vectors of the texts it was fitted on, so that another space on much the
    /// same texts costs little; null with latent semantic analysis.
    /// </summary>
    public ITextModel? Model { get; }

    /// <summary>From terms to dimensions, as latent semantic analysis has it.</summary>
    public SvdModel Reduction => reduction.Value;

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
        return new TextSpace(dataset, documents, options);
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

    /// <summary>Vectors of any texts in this space, shape (texts, dimensions), rows of length 1; zeros where nothing is known.</summary>
    /// <param name="texts">The texts. An encoder reads each line of a text as a text of its own and takes their mean, as it does with what a user wrote.</param>
    public Matrix Encode(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (Model is null) return Reduction.Transform(Terms.Transform(TermCounts.Of(texts, options.Terms))).NormalizeRows();
        var lines = texts.SelectMany((text, i) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (Text: i, Line: line))).ToArray();
        var pooled = UserPooling.Pool(Model.Encode([.. lines.Select(x => x.Line)]).NormalizeRows(), [.. lines.Select(x => x.Text)], texts.Count);
        return Reduced(Apart(pooled.NormalizeRows()));
    }

    private static RememberedTexts Remembering(ITextModel encoder, TextSpaceOptions options, string[] texts) =>
        new(options.InverseFrequency && encoder is ITokenWeighting { AveragesTokens: true } tokens ? InverseFrequency.Weigh(tokens, texts) : encoder, texts);

    private Matrix Apart(Matrix vectors) => common is null ? vectors : common.Remove(vectors).NormalizeRows();

    private Matrix Reduced(Matrix vectors)
    {
        if (components is null) return vectors;
        var reduced = components.Transform(vectors).NormalizeRows();
        for (var i = 0; i < vectors.Rows; i++)
        {
            if (!vectors.Row(i).ContainsAnyExcept(0f)) reduced.Row(i).Clear();
        }
        return reduced;
    }

    /// <summary>Items of whose own text no word is known are what people wrote about them.</summary>
    private (Matrix Users, Matrix Items) Counted(Dataset dataset)
    {
        var (texts, about) = Spoken(dataset);
        foreach (var item in about.ToLookup(x => x.Item, x => x.Text)) texts[item.Key] = string.Join('\n', item);
        return (Reduction.Transform(Weights).NormalizeRows(), Reduction.Transform(Terms.Transform(TermCounts.Of(texts, options.Terms))).NormalizeRows());
    }

    /// <summary>Texts of length 1 before they are pooled, so that each counts as it weighs; equal texts are encoded once.</summary>
    private (Matrix Users, Matrix Items) Encoded(Dataset dataset, IReadOnlyList<UserDocument> documents, ITextModel model)
    {
        string[] texts = [.. documents.SelectMany(document => document.Texts)];
        int[] owner = [.. documents.SelectMany(document => Enumerable.Repeat(document.User, document.Texts.Count))];
        float[] weights = [.. documents.SelectMany(document => document.Weights)];
        var users = UserPooling.Pool(model.Encode(texts).NormalizeRows(), owner, weights, documents.Count).NormalizeRows();
        var (names, about) = Spoken(dataset);
        var items = model.Encode(names).NormalizeRows();
        if (about.Length == 0) return (users, items);
        var written = UserPooling.Pool(model.Encode([.. about.Select(x => x.Text)]).NormalizeRows(), [.. about.Select(x => x.Item)], items.Rows).NormalizeRows();
        foreach (var item in about.Select(x => x.Item).Distinct()) written.Row(item).CopyTo(items.Row(item));
        return (users, items);
    }

    /// <summary>The items' own texts, and all that was written about items whose own text holds no known word: such as a bare number.</summary>
    private (string[] Texts, Interaction[] About) Spoken(Dataset dataset)
    {
        string[] texts = [.. ItemTexts.Of(dataset)];
        var known = Terms.Transform(TermCounts.Of(texts, options.Terms));
        return (texts, [.. dataset.Interactions.Where(x => x.Text.Length > 0 && known.RowIndices(x.Item).Length == 0)]);
    }

    private List<string>[] SplitWords()
    {
        var counter = new TermCounter(options.Terms);
        return [.. Documents.Select(document => document.Texts.SelectMany(counter.Terms).ToList())];
    }
}
