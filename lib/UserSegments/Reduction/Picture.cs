using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>Rows laid out in the plane for a picture.</summary>
/// <param name="Points">(n, 2) places.</param>
/// <param name="Algorithm">What made it, in words.</param>
/// <param name="Objective">What the algorithm minimised, at the end.</param>
/// <remarks>
/// For pictures only. Distances between groups, sizes of groups and empty space mean nothing here, and even noise shows clumps (Wattenberg,
/// Viégas and Johnson, 2016). Group the vectors, never the picture.
/// </remarks>
public sealed record Picture(Matrix Points, string Algorithm, double Objective)
{
    /// <summary>What to write beside the picture.</summary>
    public string Warning =>
        $"{Algorithm}: neighbours are kept, but distances between groups, their sizes and gaps mean nothing; groups were found in the vectors, not here.";
}
