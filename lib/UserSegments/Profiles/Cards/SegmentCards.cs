using System.Collections;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Numerics;

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
    /// <param name="clustering">(n) labels; noise is described by no card but counts as the others.</param>
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
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(clustering);
        Check.SameLength(tokens.Count, dataset.Users.Count, nameof(tokens), "the data set's users");
        Check.SameLength(clustering.Labels.Length, dataset.Users.Count, nameof(clustering), "the data set's users");
        if (vectors is not null) Check.SameLength(vectors.Rows, dataset.Users.Count, nameof(vectors), "the data set's users");
        return new SegmentCards(new SegmentCardBuilder(dataset, TermTable.Of(tokens), clustering, vectors, options ?? new SegmentCardOptions()).Build());
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

    /// <summary>All cards as one JSON array.</summary>
    public string ToJson() => SegmentCardWriter.Json(cards, asArray: true);

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
