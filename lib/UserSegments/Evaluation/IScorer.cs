namespace UserSegments.Evaluation;

/// <summary>Anything that gives every item a score for a user.</summary>
/// <remarks>
/// Higher is better. Equal scores are ranked by item index ascending. <see cref="float.NegativeInfinity"/> means "never recommend
/// this"; NaN is an error. Calls for different users may run at the same time, so scoring must not write shared state.
/// </remarks>
public interface IScorer
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>Scores all items for one user.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="scores">(items), overwritten whole.</param>
    void Score(int user, Span<float> scores);
}
