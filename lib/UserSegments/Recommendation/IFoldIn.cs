using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>A fitted recommender that can serve people it never saw, from their history alone and without learning again.</summary>
public interface IFoldIn : IScorer
{
    /// <summary>The same model over other histories.</summary>
    /// <param name="histories">The same items; users and what they did so far.</param>
    /// <exception cref="ArgumentException">The number of items differs.</exception>
    IScorer For(Dataset histories);
}
