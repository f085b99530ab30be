using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>How <see cref="KMeans"/> runs.</summary>
public sealed record KMeansOptions
{
    /// <summary>Number of groups, at least 1.</summary>
    public required int K { get; init => field = Check.AtLeast(value, 1, nameof(K)); }

    /// <summary>Seed of the random numbers; the same seed gives the same bits on any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>Runs from different starts, of which the one with the least inertia is kept; 1 when <see cref="Start"/> is given.</summary>
    public int Restarts { get; init => field = Check.AtLeast(value, 1, nameof(Restarts)); } = 5;

    /// <summary>Most passes of one run, at least 1.</summary>
    public int MaxPasses { get; init => field = Check.AtLeast(value, 1, nameof(MaxPasses)); } = 300;

    /// <summary>A run stops when the centres' squared moves sum to no more than this times the mean variance of the columns; at least 0.</summary>
    public double Tolerance { get; init => field = Check.NotNegative(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>How first centres are chosen.</summary>
    public KMeansSeeding Seeding { get; init; } = KMeansSeeding.PlusPlus;

    /// <summary>(K, d) first centres, instead of seeding.</summary>
    public Matrix? Start { get; init; }

    /// <summary>Groups by direction: rows and centres are scaled to length 1 (spherical k-means; Dhillon and Modha, 2001).</summary>
    public bool Spherical { get; init; }
}
