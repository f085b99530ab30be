namespace UserSegments.Data;

/// <summary>One thing one person did or wrote.</summary>
/// <param name="User">Index into <see cref="Dataset.Users"/>.</param>
/// <param name="Item">Index into <see cref="Dataset.Items"/>.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Value">Rating, quantity or count, as <see cref="InteractionKind"/> says.</param>
/// <param name="Time">When, in UTC; null where the source has no time.</param>
/// <param name="Text">What was written; empty where nothing was.</param>
public readonly record struct Interaction(int User, int Item, InteractionKind Kind, float Value, DateTime? Time, string Text);
