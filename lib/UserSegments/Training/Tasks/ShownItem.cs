namespace UserSegments.Training;

/// <summary>One item shown to one person, and whether it was clicked (or bought).</summary>
/// <param name="User">Index of the <see cref="PersonMoment"/> at which it was shown.</param>
/// <param name="Item">Index of the item's text.</param>
/// <param name="Position">Place in the list shown, from 0.</param>
/// <param name="Yes">What came of it.</param>
public readonly record struct ShownItem(int User, int Item, int Position, bool Yes);
