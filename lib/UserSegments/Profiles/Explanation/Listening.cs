using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>What principal components and segments listen to: the terms whose use goes together with a score.</summary>
public static class Listening
{
    /// <summary>The terms most correlated with each column of scores.</summary>
    /// <param name="table">(n) which user has which term.</param>
    /// <param name="scores">(n, r) a score of each user in each column: a principal component, or 1 for the members of a segment.</param>
    /// <param name="count">Terms of each sign.</param>
    /// <param name="minimumUsers">Terms of fewer users are left out.</param>
    /// <returns>For each column the terms with the highest and the lowest correlation (Pearson, of using the term at all with the score).</returns>
    /// <remarks>O(entries · r). A column that is constant listens to nothing.</remarks>
    public static IReadOnlyList<ComponentTerms> Terms(TermTable table, Matrix scores, int count = 8, int minimumUsers = 5)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(scores);
        Check.SameLength(scores.Rows, table.Counts.Rows, nameof(scores), "the table's users");
        var (n, terms) = (scores.Rows, table.Vocabulary.Count);
        var users = new int[terms];
        foreach (var term in table.Counts.Indices) users[term]++;
        int[] kept = [.. Enumerable.Range(0, terms).Where(t => users[t] >= minimumUsers && users[t] < n)];
        return [.. Enumerable.Range(0, scores.Columns).Select(Column)];

        ComponentTerms Column(int column)
        {
            var (mean, square) = (0.0, 0.0);
            for (var i = 0; i < n; i++) mean += scores[i, column] / (double)n;
            for (var i = 0; i < n; i++) square += Math.Pow(scores[i, column] - mean, 2);
            var sums = new double[terms];
            for (var i = 0; i < n; i++)
            {
                foreach (var term in table.Counts.RowIndices(i)) sums[term] += scores[i, column] - mean;
            }
            var ranked = kept.Where(_ => square > 0)
                .Select(t => (Term: table.Vocabulary[t], R: sums[t] / Math.Sqrt(square * users[t] * (1 - (double)users[t] / n))))
                .OrderByDescending(x => x.R).ThenBy(x => x.Term, StringComparer.Ordinal).ToArray();
            return new ComponentTerms(column, [.. ranked.Take(count).Where(x => x.R > 0)], [.. ranked.Reverse().Take(count).Where(x => x.R < 0)]);
        }
    }

    /// <summary>One row a column of scores: the terms at its upper and its lower end.</summary>
    /// <param name="terms">As <see cref="Terms"/> gives them.</param>
    /// <param name="name">What a column is called; null: "component 1", ….</param>
    public static Table ToTable(IReadOnlyList<ComponentTerms> terms, Func<int, string>? name = null) => Table.Of(
        terms,
        ("score", x => name?.Invoke(x.Column) ?? FormattableString.Invariant($"component {x.Column + 1}")),
        ("high for users of (correlation)", x => Words(x.High)),
        ("low for users of (correlation)", x => Words(x.Low)));

    private static string Words(IReadOnlyList<(string Term, double Correlation)> terms) =>
        string.Join(", ", terms.Select(x => FormattableString.Invariant($"{x.Term} ({x.Correlation:+0.00;-0.00})")));
}
