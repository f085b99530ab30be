namespace UserSegments.Training;

/// <summary>What is known of a person at one moment: all of it from before.</summary>
/// <param name="Written">Indices of the texts that the person wrote.</param>
/// <param name="Taken">Indices of the items that were clicked or bought, each as often as that happened.</param>
/// <param name="Passed">Indices of the items that were shown and left, each as often as that happened.</param>
public sealed record PersonMoment(int[] Written, int[] Taken, int[] Passed);
