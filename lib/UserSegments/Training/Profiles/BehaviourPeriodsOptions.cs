using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Where behaviour is cut into periods, and how much of it is looked at.</summary>
public sealed record BehaviourPeriodsOptions
{
    /// <summary>Ends of all periods but the last, as shares of the rows: ascending, above 0 and below 1. 0.6 and 0.8 unless set: old, new, future.</summary>
    public IReadOnlyList<double> Ends
    {
        get;
        init => field = value.Count > 0 && value.Zip(value.Skip(1)).All(pair => pair.First < pair.Second) && value[0] > 0 && value[^1] < 1
            ? value
            : throw new ArgumentException($"Ends is {string.Join(", ", value)}, expected ascending shares above 0 and below 1.", nameof(value));
    } = [0.6, 0.8];

    /// <summary>At most so many texts in a profile, the latest ones, at least 1; 8 unless set.</summary>
    public int TextsPerPerson { get; init => field = Check.AtLeast(value, 1, nameof(TextsPerPerson)); } = 8;

    /// <summary>At most so many texts before an item in an example, at least 1; 3 unless set.</summary>
    public int TextsPerExample { get; init => field = Check.AtLeast(value, 1, nameof(TextsPerExample)); } = 3;

    /// <summary>Seed of the order of rows where a set has no times.</summary>
    public ulong Seed { get; init; }
}
