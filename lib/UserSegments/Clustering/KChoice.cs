using UserSegments.Display;

namespace UserSegments.Clustering;

/// <summary>What <see cref="ChooseK"/> found.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class KChoice : IDisplayable
{
    internal KChoice(int k, Clustering clustering, IReadOnlyList<KScore> scores, int byGap, string verdict) =>
        (K, Clustering, Scores, ByGap, Verdict) = (k, clustering, scores, byGap, verdict);

    /// <summary>The number of groups chosen.</summary>
    public int K { get; }

    /// <summary>k-means with that number.</summary>
    public Clustering Clustering { get; }

    /// <summary>All numbers tried, ascending.</summary>
    public IReadOnlyList<KScore> Scores { get; }

    /// <summary>What the gap statistic's rule says; 1 means no groups.</summary>
    public int ByGap { get; }

    /// <summary>The reasons, in words.</summary>
    public string Verdict { get; }

    /// <summary>One row a number of groups.</summary>
    public Table ToTable() => Table.Of(Scores,
            ("k", s => s.K), ("inertia", s => s.Inertia), ("silhouette", s => s.Silhouette), ("variance ratio", s => s.CalinskiHarabasz),
            ("Davies-Bouldin", s => s.DaviesBouldin), ("gap", s => s.Gap), ("stability (ARI)", s => s.Stability), ("smallest group (rows)", s => s.Smallest), ("mean rank", s => s.Rank))
        .Highest("silhouette", "variance ratio", "gap", "stability (ARI)").Lowest("Davies-Bouldin", "mean rank").WithCaption(Verdict);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The verdict.</summary>
    public override string ToString() => Verdict;
}
