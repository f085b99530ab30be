using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>A recipe for a recommender: fitting it to training data gives a scorer and leaves the recipe as it was.</summary>
/// <remarks>One recipe may be fitted to many parts of the data (folds, segments, windows), also at the same time.</remarks>
public interface IRecommender
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>Learns from the training part.</summary>
    /// <param name="train">Users, items and what the users did; never the test part.</param>
    /// <param name="cancellation">Stops the work at the next block or round.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IScorer Fit(Dataset train, CancellationToken cancellation = default);
}
