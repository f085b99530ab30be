namespace UserSegments.Encoding;

/// <summary>Where encoders are loaded and computed: this library's own code on the CPU, or libtorch on a GPU (UserSegments.Torch).</summary>
public interface IEncoderDevice
{
    /// <summary>Device and arithmetic: what may change the bits of a vector, so it is part of the key of a cache.</summary>
    string Name { get; }

    /// <summary>Why this device, in one sentence.</summary>
    string Reason { get; }

    /// <summary>Whether it is a GPU.</summary>
    bool IsGpu { get; }

    /// <summary>Loads the encoder of a model folder; it does not bring vectors to length 1.</summary>
    /// <param name="folder">Holds config.json and the checkpoint.</param>
    /// <param name="pooling">How token vectors become one; null for what suits the family.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken or does not fit the others; it is named.</exception>
    IEncoderModel Load(string folder, Pooling? pooling);
}
