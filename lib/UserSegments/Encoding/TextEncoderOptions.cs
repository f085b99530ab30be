using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>How <see cref="TextEncoder"/> works; what is null comes from the model folder.</summary>
public sealed record TextEncoderOptions
{
    /// <summary>Where to compute, such as <see cref="EncoderDevice.Best"/>; null for this library's own code on the CPU.</summary>
    public IEncoderDevice? Device { get; init; }

    /// <summary>Tokens of one batch, at least 1; null for 16,384, or with a <see cref="Device"/>, which makes batches of its own, for a chunk.</summary>
    public int? BatchTokens { get; init => field = value is { } tokens ? Check.AtLeast(tokens, 1, nameof(BatchTokens)) : null; }

    /// <summary>Texts that are tokenized together while the model is at work on those before, at least 1.</summary>
    public int ChunkTexts { get; init => field = Check.AtLeast(value, 1, nameof(ChunkTexts)); } = 16384;

    /// <summary>Longest sequence, special tokens counted; what is longer is cut off. At least 3.</summary>
    public int? MaxTokens { get; init => field = value is { } limit ? Check.AtLeast(limit, 3, nameof(MaxTokens)) : null; }

    /// <summary>
    /// Tokens that neighbouring windows of a long text share; null cuts long texts off. A text over <see cref="MaxTokens"/> becomes the mean of
    /// its windows' vectors, weighted by their tokens.
    /// </summary>
    public int? WindowOverlap { get; init => field = value is { } shared ? Check.AtLeast(shared, 0, nameof(WindowOverlap)) : null; }

    /// <summary>Text put before every text, such as <c>query: </c>; null for the default prompt of the model folder, empty for none.</summary>
    public string? Prompt { get; init; }

    /// <summary>Name of a prompt in the model folder's config_sentence_transformers.json; null for its default.</summary>
    public string? PromptName { get; init; }

    /// <summary>Arithmetic of the linear layers on the CPU; a <see cref="Device"/> has its own.</summary>
    public EncoderPrecision Precision { get; init; }

    /// <summary>How token vectors become one.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Whether vectors get length 1.</summary>
    public bool? Normalize { get; init; }

    /// <summary>
    /// Folder of the <see cref="EmbeddingCache"/>, in which vectors outlive the run; null for none. Its key is the hash of the model's files and of every option
    /// that changes a vector; the files are read once for it when the model is loaded.
    /// </summary>
    public string? CacheFolder { get; init; }
}
