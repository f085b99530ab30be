namespace UserSegments.Tokenization;

/// <summary>The vocabulary and the way of cutting a piece into its tokens.</summary>
internal interface ITokenModel
{
    /// <summary>Name as in tokenizer.json.</summary>
    string Kind { get; }

    /// <summary>One more than the largest id.</summary>
    int Count { get; }

    /// <summary>Id of a token, or -1.</summary>
    int IdOf(string token);

    /// <summary>Token of an id, or null.</summary>
    string? TokenOf(int id);

    /// <summary>Adds the tokens of one piece of the buffer.</summary>
    void Tokenize(TokenizerScratch scratch, Piece piece, TokenSink tokens);
}
