using System.Text.Json;

namespace UserSegments.Encoding;

/// <summary>Reads <c>config.json</c> of the families that share BERT's layers.</summary>
internal static class BertConfigFile
{
    public static BertConfig Read(string path)
    {
        using var document = JsonFile.Open(path);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{path}: the file is {root.ValueKind}, expected an object.");
        var type = root.Text("model_type", path, "bert")!;
        if (root.Text("position_embedding_type", path, "absolute") is not "absolute" and var positions)
            throw new InvalidDataException($"{path}: 'position_embedding_type' is '{positions}', expected absolute.");
        try
        {
            return type switch
            {
                "bert" or "roberta" or "xlm-roberta" or "camembert" or "electra" => ReadBert(root, path, type),
                "distilbert" => ReadDistil(root, path),
                _ => throw new InvalidDataException($"{path}: unknown 'model_type' '{type}', expected bert, roberta, xlm-roberta, camembert, electra or distilbert."),
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static BertConfig ReadBert(JsonElement root, string path, string type) => CheckHeads(path, new BertConfig
    {
        ModelType = type,
        VocabularySize = root.Integer("vocab_size", path, 1, 1 << 23),
        HiddenSize = root.Integer("hidden_size", path, 1, 1 << 16),
        Layers = root.Integer("num_hidden_layers", path, 0, 1024),
        Heads = root.Integer("num_attention_heads", path, 1, 1 << 16),
        IntermediateSize = root.Integer("intermediate_size", path, 1, 1 << 18),
        Positions = root.Integer("max_position_embeddings", path, 1, 1 << 20),
        Types = root.Integer("type_vocab_size", path, 0, 1 << 10, 2),
        FirstPosition = type is "bert" or "electra" ? 0 : root.Integer("pad_token_id", path, 0, 1 << 23, 1) + 1,
        LayerNormEpsilon = root.Number("layer_norm_eps", path, 1e-12),
        Activation = ReadActivation(root.Text("hidden_act", path, "gelu"), path),
    });

    private static BertConfig ReadDistil(JsonElement root, string path) => CheckHeads(path, new BertConfig
    {
        ModelType = "distilbert",
        VocabularySize = root.Integer("vocab_size", path, 1, 1 << 23),
        HiddenSize = root.Integer("dim", path, 1, 1 << 16),
        Layers = root.Integer("n_layers", path, 0, 1024),
        Heads = root.Integer("n_heads", path, 1, 1 << 16),
        IntermediateSize = root.Integer("hidden_dim", path, 1, 1 << 18),
        Positions = root.Integer("max_position_embeddings", path, 1, 1 << 20),
        Types = 0,
        Activation = ReadActivation(root.Text("activation", path, "gelu"), path),
    });

    private static BertConfig CheckHeads(string path, BertConfig config)
    {
        if (config.HiddenSize % config.Heads != 0)
            throw new InvalidDataException($"{path}: {config.Heads} heads do not divide the hidden size {config.HiddenSize}.");
        if (config.MaxTokens < 1)
            throw new InvalidDataException($"{path}: {config.Positions} positions that begin at {config.FirstPosition} leave room for no token.");
        return config;
    }

    private static BertActivation ReadActivation(string? name, string path) => name switch
    {
        "gelu" or "gelu_python" => BertActivation.Gelu,
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => BertActivation.GeluTanh,
        "relu" => BertActivation.Relu,
        "silu" or "swish" => BertActivation.Silu,
        _ => throw new InvalidDataException($"{path}: unknown activation '{name}', expected gelu, gelu_new, relu or silu."),
    };
}
