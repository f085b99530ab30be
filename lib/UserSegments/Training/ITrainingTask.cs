namespace UserSegments.Training;

/// <summary>Something an encoder can learn: examples, a loss, and perhaps a head of its own.</summary>
public interface ITrainingTask
{
    /// <summary>What it is called in logs.</summary>
    string Name { get; }

    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Parameters besides the encoder's; names differ from all others.</summary>
    IReadOnlyList<Parameter> Head { get; }

    /// <summary>The mean loss of some examples; adds <paramref name="weight"/> times its gradient to all gradients.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="examples">Indices, 0 to Count - 1.</param>
    /// <param name="key">Key of everything random in this step.</param>
    /// <param name="weight">Weight of the loss; 0 only measures, without dropout.</param>
    double Step(TrainableEncoder encoder, ReadOnlySpan<int> examples, ulong key, double weight);
}
