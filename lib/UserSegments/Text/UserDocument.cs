namespace UserSegments.Text;

/// <summary>All that one user wrote or chose, as texts with weights.</summary>
/// <param name="User">The user's index in the data set.</param>
/// <param name="Texts">The texts, oldest first; empty for a user without any.</param>
/// <param name="Weights">One weight a text, above 0.</param>
public sealed record UserDocument(int User, IReadOnlyList<string> Texts, IReadOnlyList<float> Weights)
{
    /// <summary>Whether there is nothing to go by.</summary>
    public bool IsEmpty => Texts.Count == 0;
}
