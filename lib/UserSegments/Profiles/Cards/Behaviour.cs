using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Profiles;

/// <summary>What users do, one number a user and measure: how often, how lately, how dear, how content, when.</summary>
public sealed class Behaviour
{
    private readonly List<(string Name, string Unit, double[] Values)> measures = [];

    /// <summary>Measures every user of a data set.</summary>
    /// <param name="dataset">What was done; measures that its source does not allow are left out.</param>
    /// <remarks>
    /// Interactions; days since the last one, counted back from the last of the set; mean price of the items; mean rating; share of
    /// interactions from 18 to 24 h and on Saturdays and Sundays (UTC). NaN where a user has nothing to measure. O(interactions).
    /// </remarks>
    public Behaviour(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var users = dataset.ByUser();
        measures.Add(("interactions", "", [.. users.Select(own => (double)own.Count)]));
        if (dataset.HasTime)
        {
            var last = dataset.Interactions[^1].Time!.Value;
            Add("days since the last one", "d", own => own.Min(x => (last - x.Time!.Value).TotalDays));
        }
        if (dataset.Items.Any(item => item.Price is not null)) Add("price of the items", "", own => Mean(own.Where(x => dataset.Items[x.Item].Price is not null).Select(x => dataset.Items[x.Item].Price!.Value)));
        if (dataset.Interactions.Any(IsRated)) Add("rating", "", own => Mean(own.Where(IsRated).Select(x => (double)x.Value)));
        // Times that are all midnight are dates without an hour.
        if (dataset.HasTime && dataset.Interactions.Count(x => x.Time!.Value.TimeOfDay != TimeSpan.Zero) > dataset.Interactions.Count / 2)
            Add("share from 18 to 24 h", "", own => Mean(own.Select(x => x.Time!.Value.Hour >= 18 ? 1.0 : 0)));
        if (dataset.HasTime) Add("share at weekends", "", own => Mean(own.Select(x => x.Time!.Value.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.0 : 0)));

        void Add(string name, string unit, Func<IReadOnlyList<Interaction>, double> measure) =>
            measures.Add((name, unit, [.. users.Select(own => own.Count == 0 ? double.NaN : measure(own))]));
    }

    /// <summary>The measures of one group of users, with 95 % bootstrap intervals.</summary>
    /// <param name="members">Indices of the users.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public IReadOnlyList<SegmentMeasure> Of(IReadOnlyList<int> members, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(members);
        var result = new List<SegmentMeasure>();
        foreach (var (name, unit, values) in measures)
        {
            double[] inside = [.. members.Select(user => values[user]).Where(double.IsFinite)];
            if (inside.Length > 0) result.Add(new SegmentMeasure(name, unit, Bootstrap.Interval(inside, seed, resamples: 1000), Mean(values.Where(double.IsFinite)), inside.Length));
        }
        return result;
    }

    private static bool IsRated(Interaction x) => x.Kind is InteractionKind.Rating or InteractionKind.Review && x.Value > 0;

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
