using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>What a report compares, and how sure it asks to be.</summary>
public sealed record RankingReportOptions
{
    private readonly double level = 0.05;
    private readonly int rounds = 10_000;

    /// <summary>The metric that decides; NDCG@10 unless stated.</summary>
    public string Metric { get; init; } = "NDCG@10";

    /// <summary>Other metrics that are shown as means.</summary>
    public IReadOnlyList<string> AlsoShow { get; init; } = ["HR@10", "MAP@10", "MRR", "recall@10", "coverage@10"];

    /// <summary>Name of the result that the others are tested against; null: the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>Level below which a corrected p-value counts as a difference; 0.05 unless stated.</summary>
    public double Level
    {
        get => level;
        init => level = Check.InRange(value, 0.0, 1.0);
    }

    /// <summary>Sign patterns of the permutation test; 10,000 unless stated.</summary>
    public int Rounds
    {
        get => rounds;
        init => rounds = Check.AtLeast(value, 1);
    }

    /// <summary>Seed of intervals and tests.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the report is about: data, split, who was left out; shown above the table.</summary>
    public string Caption { get; init; } = "";

    /// <summary>What was run, by name: data hash, seeds, versions; shown below the table.</summary>
    public IReadOnlyDictionary<string, string> Stamp { get; init; } = new Dictionary<string, string>();
}
