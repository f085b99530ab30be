namespace UserSegments.Tokenization;

/// <summary>A step that cuts the pieces further (and may change the buffer).</summary>
internal interface IPreTokenizer
{
    /// <summary>Cuts every piece.</summary>
    void Split(TokenizerScratch scratch);
}
