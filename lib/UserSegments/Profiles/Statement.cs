namespace UserSegments.Profiles;

/// <summary>One sentence and what it rests on.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Facts">The facts it states, at least one.</param>
public sealed record Statement(string Text, IReadOnlyList<Fact> Facts);
