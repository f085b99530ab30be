namespace UserSegments.Recommendation;

/// <summary>A round of the past: what was shown, how probable that was, and what came of it.</summary>
/// <param name="Round">Who was there and what could have been shown.</param>
/// <param name="Choice">The candidate that was shown.</param>
/// <param name="Propensity">The probability with which the policy of the time showed it, above 0.</param>
/// <param name="Reward">What came of it.</param>
public sealed record LoggedRound(FeedbackRound Round, int Choice, double Propensity, double Reward);
