using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>One policy a segment: what one group teaches does not touch the others.</summary>
public sealed class SegmentedPolicy : IFeedbackPolicy
{
    private readonly Func<int, IFeedbackPolicy> make;
    private readonly Dictionary<int, IFeedbackPolicy> policies = [];

    /// <summary>Makes a segment's policy when the segment is first met.</summary>
    /// <param name="name">What it is called in reports.</param>
    /// <param name="make">Takes the segment, gives a policy of its own.</param>
    public SegmentedPolicy(string name, Func<int, IFeedbackPolicy> make)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(make);
        (Name, this.make) = (name, make);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Choose(FeedbackRound round, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(round);
        return Of(round.Segment).Choose(round, rng);
    }

    /// <inheritdoc/>
    public void Learn(FeedbackRound round, int choice, double reward)
    {
        ArgumentNullException.ThrowIfNull(round);
        Of(round.Segment).Learn(round, choice, reward);
    }

    /// <summary>The policy of one segment.</summary>
    /// <param name="segment">Its number.</param>
    public IFeedbackPolicy Of(int segment)
    {
        if (!policies.TryGetValue(segment, out var policy)) policies[segment] = policy = make(segment);
        return policy;
    }
}
