using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>From ids to the last hidden states, on a device.</summary>
internal interface IDeviceNetwork : IDisposable
{
    int Dimension { get; }

    int MaxTokens { get; }

    int VocabularySize { get; }

    /// <summary>Number of segments; 0 where the model knows none.</summary>
    int Types { get; }

    /// <summary>(count, length, dimension) in the type of the weights; it belongs to the current dispose scope.</summary>
    Tensor Run(PaddedBatch batch);
}
