namespace UserSegments.Profiles;

/// <summary>A description that a language model wrote and the facts allowed.</summary>
/// <param name="Description">Sentences that are borne by their facts; facts that the model left out or misstated stand in the sentences of the phrasebook.</param>
/// <param name="Rejected">Lines of the model that say more than their facts, with the reason.</param>
/// <param name="Accepted">Number of sentences of the model that stand.</param>
public sealed record ChatDescription(UserDescription Description, IReadOnlyList<(string Line, string Reason)> Rejected, int Accepted);
