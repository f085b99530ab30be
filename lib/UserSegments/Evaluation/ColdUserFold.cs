using UserSegments.Data;

namespace UserSegments.Evaluation;

/// <summary>One fold of a cross-validation by user: people whom the model never saw.</summary>
/// <param name="Train">Interactions of all other people: what a model may learn from.</param>
/// <param name="Histories">The first part of what the cold people did: given to the fitted model when it is asked for them.</param>
/// <param name="Test">The rest of what they did: what it is judged by.</param>
public sealed record ColdUserFold(Dataset Train, Dataset Histories, Dataset Test)
{
    /// <summary>The split by which the fold is judged: histories against the rest.</summary>
    public Split Split => new(Histories, Test, "people the model never saw");
}
