using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>What is counted as relevant, and how deep the lists are.</summary>
public sealed record EvaluationOptions
{
    private readonly IReadOnlyList<int> k = [5, 10, 20];

    /// <summary>Depths of the lists, ascending; 5, 10 and 20 unless stated.</summary>
    public IReadOnlyList<int> K
    {
        get => k;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("K is empty, expected at least one depth.", nameof(value));
            foreach (var depth in value) Check.AtLeast(depth, 1, nameof(K));
            k = [.. value.Distinct().Order()];
        }
    }

    /// <summary>Leave out of the ranking, and of what is relevant, the items that the user had in training; true unless stated.</summary>
    public bool ExcludeSeen { get; init; } = true;

    /// <summary>The smallest value (rating, quantity, count) in the test part that counts as relevant; null: whatever was touched.</summary>
    public double? RelevantFrom { get; init; }

    /// <summary>What a relevant item is worth to NDCG; 1 unless stated.</summary>
    public Gain Gain { get; init; } = Gain.Binary;
}
