using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How a part of the training data is set aside to choose by.</summary>
public sealed record TuningOptions
{
    private readonly double validationShare = 0.2;
    private readonly int depth = 10;
    private readonly int maximumUsers = 3000;
    private readonly int folds = 1;

    /// <summary>Share of each user's training items (or of all, in time) that is set aside, above 0 and below 1; 0.2 unless stated.</summary>
    public double ValidationShare
    {
        get => validationShare;
        init => validationShare = Check.InRange(value, 0.01, 0.9, nameof(ValidationShare));
    }

    /// <summary>Set aside the last part in time, as befits a test part that is the future; else a random share of each user's items.</summary>
    public bool ByTime { get; init; }

    /// <summary>k of the NDCG@k that decides; 10 unless stated.</summary>
    public int Depth
    {
        get => depth;
        init => depth = Check.AtLeast(value, 1, nameof(Depth));
    }

    /// <summary>Users drawn to choose by, at most; their scores are kept in memory, users · items floats a candidate; 3,000 unless stated.</summary>
    public int MaximumUsers
    {
        get => maximumUsers;
        init => maximumUsers = Check.AtLeast(value, 1, nameof(MaximumUsers));
    }

    /// <summary>How often a random share is drawn anew; the mean decides. 1 unless stated; in time there is one only.</summary>
    public int Folds
    {
        get => folds;
        init => folds = Check.InRange(value, 1, 20, nameof(Folds));
    }

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;
}
