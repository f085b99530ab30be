namespace UserSegments.Torch;

/// <summary>How <see cref="TorchTraining"/> works.</summary>
public sealed record TorchTrainingOptions
{
    /// <summary>Where to compute; null for <see cref="TorchDevice.Auto"/>.</summary>
    public TorchDevice? Device { get; init; }

    /// <summary>Type of the passes; weights, moments and summed gradients are single precision whatever it is.</summary>
    public TorchPrecision Precision { get; init; }

    /// <summary>Keeps only what goes into each layer and computes the rest again on the way back: much less memory, about a third more work (Chen et al., 2016).</summary>
    public bool Checkpointing { get; init; }
}
