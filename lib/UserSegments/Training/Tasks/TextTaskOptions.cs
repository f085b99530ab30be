using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How a task makes one vector of a text.</summary>
public sealed record TextTaskOptions
{
    /// <summary>Mean or Cls; Mean unless set.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Share of tokens (never the first and the last) left out at random while training: augmentation against overfitting. 0 unless set.</summary>
    public double TokenDropout { get; init => field = Check.InRange(value, 0, 0.95); }

    /// <summary>Temperature of contrastive losses, above 0.</summary>
    public double Temperature { get; init => field = Check.Positive(value); } = 0.05;

    /// <summary>Seed of the head's weights.</summary>
    public ulong Seed { get; init; }

    /// <summary>The sequence with tokens left out.</summary>
    internal int[] Drop(int[] sequence, Rng random)
    {
        if (TokenDropout <= 0 || sequence.Length <= 3) return sequence;
        var kept = new List<int>(sequence.Length) { sequence[0] };
        for (var i = 1; i < sequence.Length - 1; i++)
        {
            if (random.NextDouble() >= TokenDropout) kept.Add(sequence[i]);
        }
        kept.Add(sequence[^1]);
        return [.. kept];
    }
}
