using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>What was popular around the time the user was active: popularity with time as context.</summary>
/// <param name="days">τ in days, above 0: a person whose active time lies t days away counts exp(-t / τ).</param>
/// <remarks>
/// The active time of a person is the median time in training. It tells which items existed then and what was talked about. It may look at people
/// active later than the user: with a split that is not in time, that is allowed by the protocol; with a split by time, nothing of the test
/// part is in it. O(users²) days apart are computed once, O(interactions) a user. Users without interactions get plain popularity.
/// </remarks>
public sealed class PeriodPopularity(double days) : IRecommender
{
    private readonly double days = Check.Positive(days);

    /// <inheritdoc/>
    public string Name => "popularity of the period";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An interaction has no time.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Interactions.Count > 0 && !train.HasTime)
            throw new ArgumentException($"{train.Name} has interactions without a time, expected a time for each.", nameof(train));
        var times = train.Interactions.ToLookup(x => x.User, x => x.Time!.Value.Ticks / (double)TimeSpan.TicksPerDay);
        var active = Enumerable.Range(0, train.Users.Count).Select(user => Median([.. times[user]])).ToArray();
        return new Model(Name, InteractionMatrix.Binary(train), active, days);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);                                                   // in the order of time already; sorted for certainty
        return values.Length == 0 ? double.NaN : 0.5 * (values[values.Length / 2] + values[(values.Length - 1) / 2]);
    }

    private sealed class Model(string name, SparseMatrix histories, double[] active, double days) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            for (var other = 0; other < active.Length; other++)
            {
                if (other == user) continue;                                  // one's own items are left out of the ranking anyway
                var weight = double.IsNaN(active[user]) ? 1 : (float)Math.Exp(-Math.Abs(active[other] - active[user]) / days);
                if (double.IsNaN(weight)) continue;
                foreach (var item in histories.RowIndices(other)) scores[item] += (float)weight;
            }
        }
    }
}
