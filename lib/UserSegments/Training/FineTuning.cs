using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>What of an encoder is trained: everything, the top layers, nothing but the head, or low-rank adapters.</summary>
public sealed record FineTuning
{
    private FineTuning(string name) => Name = name;

    /// <summary>What it is called in tables.</summary>
    public string Name { get; private init; }

    /// <summary>Number of top layers that are trained; null for all and the embeddings.</summary>
    public int? TopLayers { get; private init; }

    /// <summary>Rank of the adapters; 0 for none.</summary>
    public int Rank { get; private init; }

    /// <summary>Scale of the adapters: their product is multiplied by Alpha / Rank.</summary>
    public double Alpha { get; private init; }

    /// <summary>Linear layers that get adapters: query, key, value, attention.output, intermediate, output.</summary>
    public IReadOnlyList<string> Targets { get; private init; } = [];

    /// <summary>Everything is trained.</summary>
    public static FineTuning Full { get; } = new("full");

    /// <summary>The encoder stays as it is; only the head of the task is trained.</summary>
    public static FineTuning HeadOnly { get; } = new("head only") { TopLayers = 0 };

    /// <summary>The top layers are trained; embeddings and lower layers stay.</summary>
    /// <param name="layers">At least 1.</param>
    public static FineTuning Top(int layers) => new($"top {Check.AtLeast(layers, 1)}") { TopLayers = layers };

    /// <summary>Low-rank adapters are trained, the encoder itself stays (LoRA; Hu et al., 2021).</summary>
    /// <param name="rank">At least 1.</param>
    /// <param name="alpha">Scale, above 0; twice the rank is usual.</param>
    /// <param name="targets">Layers that get adapters: query, key, value, attention.output, intermediate, output; query and value unless given.</param>
    public static FineTuning Lora(int rank, double alpha, params string[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        foreach (var target in targets)
        {
            if (!Known.Contains(target)) throw new ArgumentException($"targets holds \"{target}\", expected {string.Join(", ", Known)}.", nameof(targets));
        }
        return new($"LoRA {Check.AtLeast(rank, 1)}")
        {
            TopLayers = 0, Rank = rank, Alpha = Check.Positive(alpha), Targets = targets.Length == 0 ? ["query", "value"] : targets,
        };
    }

    private static readonly string[] Known = ["query", "key", "value", "attention.output", "intermediate", "output"];
}
