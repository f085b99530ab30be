namespace UserSegments.Profiles;

/// <summary>A segment's name and what can be said of it, each sentence covered by its card.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="Name">A short name.</param>
/// <param name="Sentences">What is said.</param>
/// <param name="Source">"extractive", "model" or "cache".</param>
/// <param name="Dropped">What a model said that the card does not cover, and why.</param>
/// <param name="Problem">Why no model's answer was used; empty where one was, or none was asked for.</param>
public sealed record NamedSegment(int Segment, string Name, IReadOnlyList<string> Sentences, string Source, IReadOnlyList<string> Dropped, string Problem);
