using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="Hdbscan"/> runs.</summary>
public sealed record HdbscanOptions
{
    /// <summary>Fewest rows of a group, at least 2.</summary>
    public int MinGroupSize { get; init => field = Check.AtLeast(value, 2, nameof(MinGroupSize)); } = 5;

    /// <summary>The core distance of a row reaches this many rows, itself counted (as in the paper and in scikit-learn; the hdbscan package
    /// does not count it); <see cref="MinGroupSize"/> if left out.</summary>
    public int? MinPoints { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(MinPoints)); }

    /// <summary>Takes the leaves of the tree (many small groups) instead of the most stable groups.</summary>
    public bool Leaves { get; init; }

    /// <summary>Whether all rows may form one group.</summary>
    public bool AllowSingleGroup { get; init; }
}
