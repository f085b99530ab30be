using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>One chance to recommend: who is here, what could be shown, and what is known of each candidate.</summary>
/// <param name="Step">Number of the round, from 0.</param>
/// <param name="User">Index of the user.</param>
/// <param name="Segment">The user's segment; 0 where there are none.</param>
/// <param name="Items">(candidates) item indices.</param>
/// <param name="Features">(candidates, d) one row a candidate; the first column is usually 1.</param>
public sealed record FeedbackRound(int Step, int User, int Segment, int[] Items, Matrix Features);
