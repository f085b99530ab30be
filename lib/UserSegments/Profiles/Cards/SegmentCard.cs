using UserSegments.Display;

namespace UserSegments.Profiles;

/// <summary>Who the people of one segment are: size, contrastive terms, items, members, the nearest segment.</summary>
/// <remarks>Users are given by their index alone: names and texts of persons do not stand on a card.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record SegmentCard(int Segment) : IDisplayable
{
    /// <summary>A short name made of its first terms.</summary>
    public string Name { get; init; } = "";

    /// <summary>Number of users.</summary>
    public int Size { get; init; }

    /// <summary>Share of all users, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Whether the segment is too small to trust what is said of it.</summary>
    public bool IsSmall { get; init; }

    /// <summary>The terms that set it apart, the strongest first.</summary>
    public IReadOnlyList<SegmentTerm> Terms { get; init; } = [];

    /// <summary>The phrases that set it apart, the strongest first.</summary>
    public IReadOnlyList<SegmentTerm> Phrases { get; init; } = [];

    /// <summary>How its users behave, against all users.</summary>
    public IReadOnlyList<SegmentMeasure> Behaviour { get; init; } = [];

    /// <summary>How surely it is found again, 0 to 1 (<see cref="SegmentStability"/>); null where it was not measured.</summary>
    public double? Stability { get; init; }

    /// <summary>How well its users are served, such as NDCG@10, with its interval; null where it was not measured.</summary>
    public Estimate? Ranking { get; init; }

    /// <summary>What <see cref="Ranking"/> is called.</summary>
    public string RankingName { get; init; } = "";

    /// <summary>The items it has more often than the whole, the highest lift first.</summary>
    public IReadOnlyList<SegmentItem> Items { get; init; } = [];

    /// <summary>The categories it has more often than the whole, the highest lift first.</summary>
    public IReadOnlyList<SegmentItem> Categories { get; init; } = [];

    /// <summary>Users nearest to the segment's mean.</summary>
    public IReadOnlyList<int> Central { get; init; } = [];

    /// <summary>Users at the median distance from the segment's mean.</summary>
    public IReadOnlyList<int> Typical { get; init; } = [];

    /// <summary>Users who are nearly as near to another segment's mean.</summary>
    public IReadOnlyList<int> Border { get; init; } = [];

    /// <summary>The segment that lies nearest; null where there is no other.</summary>
    public NearestSegment? Nearest { get; init; }

    /// <summary>Its terms, phrases, categories and items as one text without numbers, to be encoded.</summary>
    public string Words() => string.Join(". ", Terms.Select(term => term.Term).Concat(Phrases.Select(term => term.Term))
        .Concat(Categories.Select(item => item.Name)).Concat(Items.Select(item => item.Name)));

    /// <summary>The card as an HTML fragment.</summary>
    public string ToHtml() => SegmentCardWriter.Html(this);

    /// <summary>The card in Markdown.</summary>
    public string ToMarkdown() => SegmentCardWriter.Markdown(this);

    /// <summary>The card as one JSON object.</summary>
    public string ToJson() => SegmentCardWriter.Json([this]);

    /// <summary>The card as lines of text.</summary>
    public override string ToString() => SegmentCardWriter.Plain(this);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Html] = ToHtml(),
        [MimeTypes.Markdown] = ToMarkdown(),
        [MimeTypes.Text] = ToString(),
    };
}
