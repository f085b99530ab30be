using System.Collections;
using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Data.Privacy;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>The cards of all segments of one partition, by number.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class SegmentCards : IReadOnlyList<SegmentCard>, IDisplayable
{
    private readonly SegmentCard[] cards;

    /// <summary>Wraps cards.</summary>
    /// <param name="cards">One card a segment, in the order of their numbers.</param>
    public SegmentCards(IEnumerable<SegmentCard> cards) => this.cards = [.. cards];

    /// <inheritdoc/>
    public int Count => cards.Length;

    /// <inheritdoc/>
    public SegmentCard this[int index] => cards[index];

    /// <summary>Describes every segment of a partition.</summary>
    /// <param name="dataset">The people, n, and what they did.</param>
    /// <param name="tokens">(n) the words of each user, with repeats and without stop words; empty allowed.</param>
    /// <param name="clustering">(n) labels; noise stands on no card and counts for nothing in them.</param>
    /// <param name="vectors">(n, d) the vectors that were grouped; null: no members and no nearest segment.</param>
    /// <param name="options">What the cards show.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <remarks>O(words + interactions + n k d). The same input gives the same cards on any number of threads.</remarks>
    public static SegmentCards Build(
        Dataset dataset,
        IReadOnlyList<IReadOnlyList<string>> tokens,
        Clustering.Clustering clustering,
        Matrix? vectors = null,
        SegmentCardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Build(dataset, tokens, null, clustering, vectors, options ?? new SegmentCardOptions());
    }

    /// <summary>Describes every segment of a partition by what its users wrote or chose: words and phrases.</summary>
    /// <param name="dataset">The people, n, and what they did.</param>
    /// <param name="documents">(n) what each user wrote or chose.</param>
    /// <param name="clustering">(n) labels; noise stands on no card and counts for nothing in them.</param>
    /// <param name="vectors">(n, d) the vectors that were grouped; null: no members and no nearest segment.</param>
    /// <param name="options">What the cards show.</param>
    public static SegmentCards Build(Dataset dataset, IReadOnlyList<UserDocument> documents, Clustering.Clustering clustering, Matrix? vectors = null, SegmentCardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        options ??= new SegmentCardOptions();
        var (words, finder) = (new TermCounter(), new PhraseCounter());
        var tokens = Each(documents, words.Terms);
        var phrases = options.Phrases == 0 ? null : PhraseCounter.Bonded(Each(documents, finder.Phrases), options.MinimumTermUsers);
        return Build(dataset, tokens, phrases, clustering, vectors, options);
    }

    /// <summary>Describes the groups of one level of a tree.</summary>
    /// <param name="dataset">The people, n, and what they did.</param>
    /// <param name="documents">(n) what each user wrote or chose.</param>
    /// <param name="tree">The tree over the n users.</param>
    /// <param name="groups">Number of groups of the level.</param>
    /// <param name="vectors">(n, d) the vectors that were grouped; null: no members and no nearest segment.</param>
    /// <param name="options">What the cards show.</param>
    public static SegmentCards AtLevel(Dataset dataset, IReadOnlyList<UserDocument> documents, Dendrogram tree, int groups, Matrix? vectors = null, SegmentCardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Build(dataset, documents, tree.Cut(groups), vectors, options);
    }

    /// <summary>The cards with how surely each segment is found again.</summary>
    /// <param name="stability">(k) as <see cref="SegmentStability.Measure"/> gives it.</param>
    public SegmentCards WithStability(IReadOnlyList<double> stability)
    {
        ArgumentNullException.ThrowIfNull(stability);
        Check.SameLength(stability.Count, Count, nameof(stability), "the cards");
        return new SegmentCards(cards.Select((card, i) => card with { Stability = stability[i] }));
    }

    /// <summary>The cards with how well each segment's users are served.</summary>
    /// <param name="result">A judged ranking.</param>
    /// <param name="labels">(n) segment of each user.</param>
    /// <param name="metric">Which metric of it.</param>
    public SegmentCards WithRanking(RankingResult result, IReadOnlyList<int> labels, string metric = "NDCG@10")
    {
        ArgumentNullException.ThrowIfNull(result);
        var byGroup = result.ByGroup(metric, labels).ToDictionary(x => x.Group, x => x.Estimate);
        return new SegmentCards(cards.Select(card => card with { Ranking = byGroup.TryGetValue(card.Segment, out var estimate) ? estimate : null, RankingName = $"{metric} of {result.Name}" }));
    }

    /// <summary>One row a segment: name, size, terms, items.</summary>
    public Table Overview() => Table.Of(
        cards,
        ("segment", card => card.Segment.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("name", card => card.Name),
        ("users", card => card.Size),
        ("share", card => card.Share),
        ("terms", card => string.Join(", ", card.Terms.Take(6).Select(term => term.Term))),
        ("first item by lift", card => card.Items.Count == 0 ? null : card.Items[0].Name)).Format("share", "0.0 %");

    private static SegmentCards Build(
        Dataset dataset, IReadOnlyList<IReadOnlyList<string>> tokens, IReadOnlyList<IReadOnlyList<string>>? phrases, Clustering.Clustering clustering, Matrix? vectors, SegmentCardOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(clustering);
        Check.SameLength(tokens.Count, dataset.Users.Count, nameof(tokens), "the data set's users");
        Check.SameLength(clustering.Labels.Length, dataset.Users.Count, nameof(clustering), "the data set's users");
        if (vectors is not null) Check.SameLength(vectors.Rows, dataset.Users.Count, nameof(vectors), "the data set's users");
        return new SegmentCards(new SegmentCardBuilder(dataset, TermTable.Of(tokens), phrases is null ? null : TermTable.Of(phrases), clustering, vectors, options).Build());
    }

    // Equal texts (titles of items) are split once.
    private static IReadOnlyList<string>[] Each(IReadOnlyList<UserDocument> documents, Func<string, IReadOnlyList<string>> split)
    {
        var cache = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        string[] distinct = [.. documents.SelectMany(document => document.Texts).Distinct(StringComparer.Ordinal)];
        var parts = new IReadOnlyList<string>[distinct.Length];
        Blocks.For(distinct.Length, 256, (_, start, end) =>
        {
            for (var i = start; i < end; i++) parts[i] = split(distinct[i]);
        });
        for (var i = 0; i < distinct.Length; i++) cache[distinct[i]] = parts[i];
        return [.. documents.Select(document => (IReadOnlyList<string>)[.. document.Texts.SelectMany(text => cache[text])])];
    }

    /// <summary>All cards as one JSON array.</summary>
    public string ToJson() => SegmentCardWriter.Json(cards, asArray: true);

    /// <summary>Writes all cards as JSON into a file that only its owner can read.</summary>
    /// <param name="path">The file; what stands there is replaced whole.</param>
    public void Save(string path) => PrivateFile.Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(ToJson())));

    /// <inheritdoc/>
    public IEnumerator<SegmentCard> GetEnumerator() => ((IEnumerable<SegmentCard>)cards).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => cards.GetEnumerator();

    /// <summary>All cards as lines of text.</summary>
    public override string ToString() => string.Join("\n", cards.Select(card => card.ToString()));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Html] = string.Concat(cards.Select(card => card.ToHtml())),
        [MimeTypes.Markdown] = string.Join("\n", cards.Select(card => card.ToMarkdown())),
        [MimeTypes.Text] = ToString(),
    };
}
