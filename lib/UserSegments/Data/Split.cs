namespace UserSegments.Data;

/// <summary>A data set cut in two; both parts keep all users and items, so that an index means the same in both.</summary>
/// <param name="Train">What a model may learn from.</param>
/// <param name="Test">What it is judged by.</param>
/// <param name="Description">How it was cut, for reports.</param>
public sealed record Split(Dataset Train, Dataset Test, string Description);
