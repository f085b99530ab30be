using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Which terms which user has, and how often.</summary>
/// <param name="Vocabulary">(v) the terms, in ordinal order.</param>
/// <param name="Counts">(n, v) how often each user has each term.</param>
public sealed record TermTable(IReadOnlyList<string> Vocabulary, SparseMatrix Counts)
{
    /// <summary>Counts the terms of users.</summary>
    /// <param name="tokens">(n) the terms of each user, with repeats; empty allowed.</param>
    /// <param name="minimumUsers">Terms of fewer users are left out.</param>
    public static TermTable Of(IReadOnlyList<IReadOnlyList<string>> tokens, int minimumUsers = 1)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Check.AtLeast(minimumUsers, 1);
        var users = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var own in tokens)
        {
            foreach (var term in own.Distinct(StringComparer.Ordinal)) users[term] = users.GetValueOrDefault(term) + 1;
        }
        string[] vocabulary = [.. users.Where(term => term.Value >= minimumUsers).Select(term => term.Key).Order(StringComparer.Ordinal)];
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var j = 0; j < vocabulary.Length; j++) index[vocabulary[j]] = j;
        var rows = new Dictionary<int, float>[tokens.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = [];
            foreach (var term in tokens[i])
            {
                if (index.TryGetValue(term, out var j)) rows[i][j] = rows[i].GetValueOrDefault(j) + 1;
            }
        }
        return new TermTable(vocabulary, SparseMatrix.FromRows(vocabulary.Length, rows));
    }

    /// <summary>Users of each group who have each term, shape (groups, v).</summary>
    /// <param name="labels">(n) group of each user; below 0 is left out.</param>
    /// <param name="groups">Number of groups.</param>
    public double[,] UsersBy(IReadOnlyList<int> labels, int groups) => Sum(labels, groups, _ => 1);

    /// <summary>How often the users of each group have each term, shape (groups, v).</summary>
    /// <param name="labels">(n) group of each user; below 0 is left out.</param>
    /// <param name="groups">Number of groups.</param>
    public double[,] CountsBy(IReadOnlyList<int> labels, int groups) => Sum(labels, groups, count => count);

    /// <summary>As <see cref="CountsBy"/>, each user's count of a term dampened to 1 + ln(count), so that no one user makes a term typical.</summary>
    /// <param name="labels">(n) group of each user; below 0 is left out.</param>
    /// <param name="groups">Number of groups.</param>
    public double[,] DampenedBy(IReadOnlyList<int> labels, int groups) => Sum(labels, groups, count => 1 + Math.Log(count));

    private double[,] Sum(IReadOnlyList<int> labels, int groups, Func<float, double> weight)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, Counts.Rows, nameof(labels), "the table's users");
        var sums = new double[Check.AtLeast(groups, 0), Vocabulary.Count];
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0) continue;
            var columns = Counts.RowIndices(i);
            var values = Counts.RowValues(i);
            for (var e = 0; e < columns.Length; e++) sums[labels[i], columns[e]] += weight(values[e]);
        }
        return sums;
    }
}
