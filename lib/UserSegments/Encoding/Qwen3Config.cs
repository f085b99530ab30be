using System.Text.Json;
using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Shape of a Qwen3 decoder, named as in Hugging Face's <c>config.json</c>.</summary>
public sealed record Qwen3Config
{
    /// <summary>Number of token embeddings.</summary>
    public int VocabularySize { get; init => field = Check.InRange(value, 1, 1 << 23, nameof(VocabularySize)); } = 151669;

    /// <summary>Width of a token's vector.</summary>
    public int HiddenSize { get; init => field = Check.InRange(value, 1, 1 << 16, nameof(HiddenSize)); } = 1024;

    /// <summary>Number of layers.</summary>
    public int Layers { get; init => field = Check.InRange(value, 0, 1024, nameof(Layers)); } = 28;

    /// <summary>Number of query heads.</summary>
    public int Heads { get; init => field = Check.InRange(value, 1, 1 << 12, nameof(Heads)); } = 16;

    /// <summary>Number of key and value heads; divides <see cref="Heads"/>, and each serves that many query heads.</summary>
    public int KeyValueHeads { get; init => field = Check.InRange(value, 1, 1 << 12, nameof(KeyValueHeads)); } = 8;

    /// <summary>Width of one head, even; not bound to the hidden size.</summary>
    public int HeadSize { get; init => field = Check.InRange(value, 2, 1 << 12, nameof(HeadSize)); } = 128;

    /// <summary>Width inside the feed-forward block.</summary>
    public int IntermediateSize { get; init => field = Check.InRange(value, 1, 1 << 18, nameof(IntermediateSize)); } = 3072;

    /// <summary>Longest sequence.</summary>
    public int Positions { get; init => field = Check.InRange(value, 1, 1 << 20, nameof(Positions)); } = 32768;

    /// <summary>Added to the mean of squares in normalization.</summary>
    public double RmsNormEpsilon { get; init => field = Check.NotNegative(value, nameof(RmsNormEpsilon)); } = 1e-6;

    /// <summary>Base of the angles of rotary positions.</summary>
    public double RopeTheta { get; init => field = Check.Positive(value, nameof(RopeTheta)); } = 1e6;

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is broken, or asks for what is not in a Qwen3 embedding model; file and key are named.</exception>
    public static Qwen3Config Load(string path)
    {
        using var document = JsonFile.Open(path);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{path}: the file is {root.ValueKind}, expected an object.");
        Expect(path, "model_type", root.Text("model_type", path, "qwen3")!, "qwen3");
        Expect(path, "hidden_act", root.Text("hidden_act", path, "silu")!, "silu");
        Expect(path, "attention_bias", root.Flag("attention_bias", path, false), false);
        Expect(path, "use_sliding_window", root.Flag("use_sliding_window", path, false), false);
        try
        {
            return CheckHeads(path, new Qwen3Config
            {
                VocabularySize = root.Integer("vocab_size", path, 1, 1 << 23),
                HiddenSize = root.Integer("hidden_size", path, 1, 1 << 16),
                Layers = root.Integer("num_hidden_layers", path, 0, 1024),
                Heads = root.Integer("num_attention_heads", path, 1, 1 << 12),
                KeyValueHeads = root.Integer("num_key_value_heads", path, 1, 1 << 12),
                HeadSize = root.Integer("head_dim", path, 2, 1 << 12, 128),
                IntermediateSize = root.Integer("intermediate_size", path, 1, 1 << 18),
                Positions = root.Integer("max_position_embeddings", path, 1, 1 << 20),
                RmsNormEpsilon = root.Number("rms_norm_eps", path, 1e-6),
                RopeTheta = Theta(root, path),
            });
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Older files hold the base at the top, newer ones beside the kind of scaling; only unscaled positions are known here.</summary>
    private static double Theta(JsonElement root, string path)
    {
        var theta = root.Number("rope_theta", path, 1e6);
        foreach (var name in new[] { "rope_scaling", "rope_parameters" })
        {
            if (!root.TryGetProperty(name, out var rope) || rope.ValueKind == JsonValueKind.Null) continue;
            if (rope.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{path}: '{name}' is {rope.ValueKind}, expected an object.");
            Expect(path, name, rope.Text("rope_type", path) ?? rope.Text("type", path, "default")!, "default");
            theta = rope.Number("rope_theta", path, theta);
        }
        return theta;
    }

    private static Qwen3Config CheckHeads(string path, Qwen3Config config)
    {
        if (config.Heads % config.KeyValueHeads != 0)
            throw new InvalidDataException($"{path}: {config.KeyValueHeads} key and value heads do not divide the {config.Heads} query heads.");
        if (config.HeadSize % 2 != 0) throw new InvalidDataException($"{path}: 'head_dim' is {config.HeadSize}, expected an even number.");
        return config;
    }

    private static void Expect<T>(string path, string key, T found, T expected)
    {
        if (!Equals(found, expected)) throw new InvalidDataException($"{path}: '{key}' is '{found}', expected '{expected}'.");
    }
}
