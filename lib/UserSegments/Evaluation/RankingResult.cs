using UserSegments.Display;

namespace UserSegments.Evaluation;

/// <summary>What one scorer reached: every metric of every judged user, their means, and the lists themselves.</summary>
/// <remarks>Two results of one <see cref="EvaluationSet"/> have the same users in the same order, so they can be compared in pairs.</remarks>
public sealed class RankingResult
{
    private readonly Dictionary<string, double[]> values;
    private readonly Dictionary<string, double> overall;
    private readonly int[][] lists;

    internal RankingResult(string name, int[] users, Dictionary<string, double[]> values, Dictionary<string, double> overall, int[][] lists) =>
        (Name, Users, this.values, this.overall, this.lists) = (name, users, values, overall, lists);

    /// <summary>Name of the scorer.</summary>
    public string Name { get; }

    /// <summary>(m) the judged users: those with a relevant item, ascending.</summary>
    public IReadOnlyList<int> Users { get; }

    /// <summary>Users without a relevant item, left out of every mean.</summary>
    public int UsersWithoutRelevant { get; init; }

    /// <summary>How long scoring and judging took; the only thing here that differs from run to run.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Names of the metrics that every user has: "NDCG@10", "HR@10", "MAP@10", "MRR", "AUC", "novelty@10", …</summary>
    public IReadOnlyCollection<string> UserMetricNames => values.Keys;

    /// <summary>Names of the metrics that only all lists together have: "coverage@10", "Gini@10".</summary>
    public IReadOnlyCollection<string> OverallMetricNames => overall.Keys;

    /// <summary>A metric: the mean over the judged users, or the value of all lists together.</summary>
    /// <param name="metric">Its name; case matters.</param>
    /// <exception cref="ArgumentException">There is no metric of that name; those there are are listed.</exception>
    public double this[string metric] => overall.TryGetValue(metric, out var value) ? value : Mean(Values(metric));

    /// <summary>(m) one metric of every judged user, in the order of <see cref="Users"/>; NaN where a user has none.</summary>
    /// <param name="metric">Its name; case matters.</param>
    /// <exception cref="ArgumentException">There is no metric of that name; those there are are listed.</exception>
    public IReadOnlyList<double> Values(string metric) =>
        values.TryGetValue(metric, out var found)
            ? found
            : throw new ArgumentException($"{Name} has no metric \"{metric}\", expected one of {string.Join(", ", values.Keys.Concat(overall.Keys))}.", nameof(metric));

    /// <summary>The list of one judged user, the best first, as long as the largest depth or as there were candidates.</summary>
    /// <param name="position">Position in <see cref="Users"/>.</param>
    public ReadOnlySpan<int> List(int position) => lists[position];

    /// <summary>The mean of a metric with its bootstrap interval over users.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public Estimate Estimate(string metric, ulong seed = 1) => Bootstrap.Interval(Finite(Values(metric)), seed);

    /// <summary>The mean of a metric in each group of users, with intervals; users with a negative group are left out.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="groupOfUser">(users) group of every user of the data set, such as the labels of a clustering.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <returns>Group, judged users in it, estimate; by group ascending.</returns>
    public IReadOnlyList<(int Group, int Users, Estimate Estimate)> ByGroup(string metric, IReadOnlyList<int> groupOfUser, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(groupOfUser);
        var own = Values(metric);
        return
        [
            .. Enumerable.Range(0, Users.Count)
                .Where(i => groupOfUser[Users[i]] >= 0 && !double.IsNaN(own[i]))
                .GroupBy(i => groupOfUser[Users[i]], i => own[i])
                .OrderBy(group => group.Key)
                .Select(group => (group.Key, group.Count(), Bootstrap.Interval([.. group], seed))),
        ];
    }

    /// <summary>The same result under another name.</summary>
    internal RankingResult Called(string name) => new(name, [.. Users], values, overall, lists) { UsersWithoutRelevant = UsersWithoutRelevant, Duration = Duration };

    private static double Mean(IReadOnlyList<double> own)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in own)
        {
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private static double[] Finite(IReadOnlyList<double> own) => [.. own.Where(value => !double.IsNaN(value))];
}
