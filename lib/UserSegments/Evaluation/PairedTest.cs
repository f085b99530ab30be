using UserSegments.Display;

namespace UserSegments.Evaluation;

/// <summary>What a paired test says of the difference between two methods on the same users.</summary>
/// <param name="Difference">Mean of first minus second, with its bootstrap interval where one was asked for.</param>
/// <param name="PValue">Two-sided: how likely a difference at least this large is where there is none.</param>
/// <param name="Users">Pairs that were compared.</param>
public sealed record PairedTest(Estimate Difference, double PValue, int Users);
