namespace UserSegments.Tokenization;

/// <summary>What a tokenizer is made of.</summary>
internal sealed record TokenizerParts
{
    /// <summary>File that it was read from, for error messages.</summary>
    public required string Source { get; init; }

    public INormalizer? Normalizer { get; init; }

    public IPreTokenizer? PreTokenizer { get; init; }

    public required ITokenModel Model { get; init; }

    public PostProcessor PostProcessor { get; init; } = PostProcessor.None;

    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>Longest sequence, special tokens counted; null for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether what is too long loses its beginning instead of its end.</summary>
    public bool TruncateLeft { get; init; }
}
