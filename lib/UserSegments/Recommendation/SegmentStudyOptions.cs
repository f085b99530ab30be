using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>How <see cref="SegmentStudy"/> makes segments and whom it asks about.</summary>
public sealed record SegmentStudyOptions
{
    /// <summary>k, the number of segments, at least 2; 8 unless stated.</summary>
    public int Segments { get; init => field = Check.AtLeast(value, 2, nameof(Segments)); } = 8;

    /// <summary>How people and items become vectors; a space is fitted to each training part anew, with <see cref="Seed"/>.</summary>
    public TextSpaceOptions Space { get; init; } = new();

    /// <summary>Share of the test part: the last in time, or of each user's items where there is no time; 0.2 unless stated.</summary>
    public double TestShare { get; init => field = Check.InRange(value, 0.01, 0.9, nameof(TestShare)); } = 0.2;

    /// <summary>Depth of the lists; 10 unless stated.</summary>
    public int Depth { get; init => field = Check.AtLeast(value, 1, nameof(Depth)); } = 10;

    /// <summary>What a new person has done when asked about, in items; 1, 3 and 10 unless stated. Empty: the question is left out.</summary>
    public IReadOnlyList<int> ColdHistories { get; init; } = [1, 3, 10];

    /// <summary>Folds of people that are new in turn, each a fifth of all; 1 to 5, 2 unless stated.</summary>
    public int ColdFolds { get; init => field = Check.InRange(value, 1, 5, nameof(ColdFolds)); } = 2;

    /// <summary>Groups of fewer judged people are not asked about; 30 unless stated.</summary>
    public int SmallestGroup { get; init => field = Check.AtLeast(value, 1, nameof(SmallestGroup)); } = 30;

    /// <summary>s of <see cref="LightUserPrior"/>: interactions after which a person's own history weighs as much as the prior; 5 unless stated.</summary>
    public double PriorStrength { get; init => field = Check.NotNegative(value, nameof(PriorStrength)); } = 5;

    /// <summary>Seed of splits, segments, tests.</summary>
    public ulong Seed { get; init; } = 1;

    internal EvaluationOptions Evaluation => new() { K = [Depth] };
}
