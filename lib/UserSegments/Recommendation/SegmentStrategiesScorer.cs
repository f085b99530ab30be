using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>The fitted recommenders of <see cref="SegmentStrategies"/> and who is served by which.</summary>
public sealed class SegmentStrategiesScorer : IScorer
{
    private readonly IScorer?[] scorers;
    private readonly int[] chosen, labels;
    private readonly int common;
    private readonly string[] names;

    internal SegmentStrategiesScorer(string name, IScorer?[] scorers, int[] chosen, int common, int[] labels, string[] names) =>
        (Name, this.scorers, this.chosen, this.common, this.labels, this.names) = (name, scorers, chosen, common, labels, names);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Name of the recommender that serves each segment.</summary>
    public IReadOnlyList<string> Choices => [.. chosen.Select(c => names[c])];

    /// <summary>Name of the recommender that serves users without a segment.</summary>
    public string Common => names[common];

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores) => scorers[labels[user] < 0 ? common : chosen[labels[user]]]!.Score(user, scores);
}
