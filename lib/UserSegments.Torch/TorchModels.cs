using UserSegments.Encoding;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Encoders by libtorch for <see cref="TextEncoderOptions.Device"/>: <c>TextEncoder.Load(folder, new() { Device = new TorchModels() })</c>.</summary>
public sealed class TorchModels : IEncoderDevice
{
    private readonly TorchEncoderOptions options;

    /// <summary>The best device, single precision: what <see cref="EncoderDevice.Best"/> takes.</summary>
    public TorchModels() : this(new TorchEncoderOptions())
    {
    }

    /// <summary>As the options say.</summary>
    /// <param name="options">Device, precision, batches; what they leave open the model folder says.</param>
    public TorchModels(TorchEncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options with { Device = options.Device ?? TorchDevice.Auto() };
        // A build without its native libraries is found out here and not in the midst of work.
        zeros(1).Dispose();
    }

    /// <summary>Where it computes, and why there.</summary>
    public TorchDevice Device => options.Device!;

    /// <inheritdoc/>
    public string Name => $"{Device.Device} ({Device.Name}), {options.Precision} by libtorch {__version__}";

    /// <inheritdoc/>
    public string Reason => Device.Reason;

    /// <inheritdoc/>
    public bool IsGpu => Device.IsCuda;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The checkpoint is too large for the device.</exception>
    public IEncoderModel Load(string folder, Pooling? pooling) => TorchEncoder.Load(folder, options with { Pooling = options.Pooling ?? pooling, Normalize = options.Normalize ?? false });

    /// <summary>Device and reason in one line.</summary>
    public override string ToString() => $"{Name}: {Reason}";
}
