using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Where one method helps against another and where not: group by group, with paired tests, and the gap between groups.</summary>
/// <remarks>Groups are segments, activity, country, age: anything that gives every user a name. One test a group, corrected by Holm.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class GroupComparison : IDisplayable
{
    private readonly string first, second, metric;

    private GroupComparison(string first, string second, string metric, IReadOnlyList<GroupRow> rows) =>
        (this.first, this.second, this.metric, Rows) = (first, second, metric, rows);

    /// <summary>The groups, the largest difference first.</summary>
    public IReadOnlyList<GroupRow> Rows { get; }

    /// <summary>Largest minus smallest group mean of the first method: how unequally it serves.</summary>
    public double FirstGap => Gap(row => row.First.Value);

    /// <summary>Largest minus smallest group mean of the second method.</summary>
    public double SecondGap => Gap(row => row.Second.Value);

    /// <summary>Compares two results on the same users.</summary>
    /// <param name="first">What is asked about.</param>
    /// <param name="second">What it is held against.</param>
    /// <param name="groupOfUser">(users) name of every user's group; null: left out.</param>
    /// <param name="metric">A metric that every user has.</param>
    /// <param name="seed">Seed of intervals and tests.</param>
    /// <param name="rounds">Sign patterns of each permutation test.</param>
    /// <exception cref="ArgumentException">The results judged other users, or there is not one group a user.</exception>
    public static GroupComparison Of(
        RankingResult first, RankingResult second, IReadOnlyList<string?> groupOfUser, string metric = "NDCG@10", ulong seed = 1, int rounds = 10_000)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(groupOfUser);
        if (!first.Users.SequenceEqual(second.Users))
            throw new ArgumentException($"{first.Name} was judged on other users than {second.Name}; evaluate both on one EvaluationSet.", nameof(first));
        Check.SameLength(groupOfUser.Count, first.Users.Count + first.UsersWithoutRelevant, nameof(groupOfUser), "the users");
        var (a, b) = (first.Values(metric), second.Values(metric));
        var groups = Enumerable.Range(0, first.Users.Count)
            .Where(i => groupOfUser[first.Users[i]] is not null && !double.IsNaN(a[i]) && !double.IsNaN(b[i]))
            .GroupBy(i => groupOfUser[first.Users[i]]!)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, A: group.Select(i => a[i]).ToArray(), B: group.Select(i => b[i]).ToArray()))
            .ToArray();
        var tests = groups.Select(group => PairedTests.Permutation(group.A, group.B, seed, rounds)).ToArray();
        var corrected = PairedTests.Holm([.. tests.Select(test => test.PValue)]);
        var rows = groups.Select((group, i) =>
            new GroupRow(group.Key, group.A.Length, Bootstrap.Interval(group.A, seed), Bootstrap.Interval(group.B, seed), tests[i], corrected[i]));
        return new GroupComparison(first.Name, second.Name, metric, [.. rows.OrderByDescending(row => row.Test.Difference.Value)]);
    }

    /// <summary>The numbers as a table: where it helps, where it does not, how sure.</summary>
    public Table ToTable() => Table.Of(
            Rows,
            ("group", row => row.Group),
            ("users", row => row.Users),
            ($"{first}, {metric} [95 %]", row => row.First),
            (second, row => row.Second.Value),
            ("difference [95 %]", row => row.Test.Difference),
            ("p (Holm)", row => row.CorrectedP),
            ("verdict", row => row.Verdict()))
        .Format("p (Holm)", "0.0000")
        .WithCaption(FormattableString.Invariant($"{first} against {second}; gap between groups {FirstGap:0.0000} against {SecondGap:0.0000}"));

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    private double Gap(Func<GroupRow, double> value) => Rows.Count == 0 ? 0 : Rows.Max(value) - Rows.Min(value);
}
