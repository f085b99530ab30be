using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Shape of a BERT-like encoder, named as in Hugging Face's <c>config.json</c>.</summary>
public sealed record BertConfig
{
    /// <summary>Family: bert, roberta, xlm-roberta or distilbert.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>Number of token embeddings.</summary>
    public int VocabularySize { get; init => field = Check.InRange(value, 1, 1 << 23, nameof(VocabularySize)); } = 30522;

    /// <summary>Width of a token's vector.</summary>
    public int HiddenSize { get; init => field = Check.InRange(value, 1, 1 << 16, nameof(HiddenSize)); } = 384;

    /// <summary>Number of layers.</summary>
    public int Layers { get; init => field = Check.InRange(value, 0, 1024, nameof(Layers)); } = 6;

    /// <summary>Number of attention heads; divides <see cref="HiddenSize"/>.</summary>
    public int Heads { get; init => field = Check.InRange(value, 1, 1 << 16, nameof(Heads)); } = 12;

    /// <summary>Width inside the feed-forward block.</summary>
    public int IntermediateSize { get; init => field = Check.InRange(value, 1, 1 << 18, nameof(IntermediateSize)); } = 1536;

    /// <summary>Number of position embeddings.</summary>
    public int Positions { get; init => field = Check.InRange(value, 1, 1 << 20, nameof(Positions)); } = 512;

    /// <summary>Number of segment embeddings; 0 for none.</summary>
    public int Types { get; init => field = Check.InRange(value, 0, 1 << 10, nameof(Types)); } = 2;

    /// <summary>Position of the first token: RoBERTa begins after its padding id.</summary>
    public int FirstPosition { get; init => field = Check.AtLeast(value, 0, nameof(FirstPosition)); }

    /// <summary>Added to the variance in layer normalization.</summary>
    public double LayerNormEpsilon { get; init => field = Check.NotNegative(value, nameof(LayerNormEpsilon)); } = 1e-12;

    /// <summary>Function inside the feed-forward block.</summary>
    public BertActivation Activation { get; init; } = BertActivation.Gelu;

    /// <summary>Longest sequence.</summary>
    public int MaxTokens => Positions - FirstPosition;

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is broken, or the family or a value is unknown; file and key are named.</exception>
    public static BertConfig Load(string path) => BertConfigFile.Read(path);
}
