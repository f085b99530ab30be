using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Torch;

/// <summary>How <see cref="TorchEncoder"/> works; what is null comes from the model folder or the device.</summary>
public sealed record TorchEncoderOptions
{
    /// <summary>Where to compute; null for <see cref="TorchDevice.Auto"/>.</summary>
    public TorchDevice? Device { get; init; }

    /// <summary>Type of the weights and of what lies between the layers.</summary>
    public TorchPrecision Precision { get; init; }

    /// <summary>How token vectors become one; null for what the folder says, or the mean, or with a decoder the last token.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Whether vectors get length 1; null for what the folder says, or yes.</summary>
    public bool? Normalize { get; init; }

    /// <summary>Tokens of one batch, padding counted, at least 1; null for 65,536 on a GPU and 8,192 on the CPU. Where memory runs out it is halved.</summary>
    public int? BatchTokens { get; init => field = value is { } tokens ? Check.AtLeast(tokens, 1, nameof(BatchTokens)) : null; }

    /// <summary>Told in a sentence when memory ran out and batches became smaller; null writes it to standard error.</summary>
    public Action<string>? Notice { get; init; }
}
