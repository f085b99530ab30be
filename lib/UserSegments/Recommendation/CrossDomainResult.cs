using UserSegments.Display;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>How well a profile of one domain ranks the items of another.</summary>
/// <param name="Users">Users with something known in the one domain and something to find in the other.</param>
/// <param name="TargetItems">Items that were ranked.</param>
/// <param name="Methods">For each method its name, NDCG per user, and the paired test against popularity (the first).</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record CrossDomainResult(int Users, int TargetItems, IReadOnlyList<(string Name, double[] Ndcg, PairedTest? AgainstPopularity)> Methods) : IDisplayable
{
    /// <summary>Mean NDCG of each method with its interval, popularity among them.</summary>
    public Table ToTable() => Table.Of(
            Methods,
            ("method", x => x.Name), ("NDCG@10", x => Bootstrap.Interval(x.Ndcg, 1)),
            ("minus popularity", x => x.AgainstPopularity?.Difference), ("p", x => x.AgainstPopularity?.PValue))
        .Highest("NDCG@10").WithCaption($"{Users} users, {TargetItems} items of the other domain ranked in full; 95 % bootstrap intervals, permutation tests");

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
