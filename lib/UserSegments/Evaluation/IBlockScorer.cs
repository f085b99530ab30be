using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>A scorer that is faster for many users at once, as factor models are by one matrix product.</summary>
public interface IBlockScorer : IScorer
{
    /// <summary>Scores all items for some users; the same numbers, up to rounding, as one user at a time.</summary>
    /// <param name="users">(b) indices of users.</param>
    /// <param name="scores">(b, items), overwritten whole.</param>
    void ScoreBlock(ReadOnlySpan<int> users, Matrix scores);
}
