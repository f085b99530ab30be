using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>How <see cref="TextEncoder"/> works; what is null comes from the model folder.</summary>
public sealed record TextEncoderOptions
{
    /// <summary>Tokens of one batch, at least 1.</summary>
    public int BatchTokens { get; init => field = Check.AtLeast(value, 1, nameof(BatchTokens)); } = 16384;

    /// <summary>Longest sequence, special tokens counted; what is longer is cut off. At least 3.</summary>
    public int? MaxTokens { get; init => field = value is { } limit ? Check.AtLeast(limit, 3, nameof(MaxTokens)) : null; }

    /// <summary>Arithmetic of the linear layers.</summary>
    public EncoderPrecision Precision { get; init; }

    /// <summary>How token vectors become one.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Whether vectors get length 1.</summary>
    public bool? Normalize { get; init; }
}
