using System.Numerics;

namespace UserSegments.Numerics;

/// <summary>Seeded random numbers: xoshiro256** (Blackman and Vigna, 2021), the same bits on every platform.</summary>
/// <remarks>
/// Period 2^256 - 1. Not for secrets. Not thread-safe: give every block of parallel work its own generator with
/// <see cref="Fork"/>, so that results do not depend on the number of threads.
/// </remarks>
public sealed class Rng
{
    private ulong s0, s1, s2, s3;
    private double spare = double.NaN;

    /// <summary>Starts a generator; equal seeds give equal sequences.</summary>
    /// <param name="seed">Any number; spread over the state by SplitMix64.</param>
    public Rng(ulong seed)
    {
        (s0, s1, s2, s3) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));
    }

    /// <summary>A generator of its own for one stream of work; does not advance this one.</summary>
    /// <param name="stream">Number of the stream: a block, a restart, a user.</param>
    public Rng Fork(ulong stream)
    {
        var mixed = stream;
        return new Rng(s0 ^ BitOperations.RotateLeft(s2, 17) ^ SplitMix(ref mixed));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 .. exclusiveMaximum - 1, without bias (Lemire, 2019).</summary>
    /// <param name="exclusiveMaximum">At least 1.</param>
    public int NextInt(int exclusiveMaximum)
    {
        var range = (ulong)Check.AtLeast(exclusiveMaximum, 1);
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low >= range) return (int)high;
        var threshold = (0UL - range) % range;
        while (low < threshold) high = Math.BigMul(NextBits(), range, out low);
        return (int)high;
    }

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(spare))
        {
            var kept = spare;
            spare = double.NaN;
            return kept;
        }
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        var angle = 2 * Math.PI * NextDouble();
        spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>An index drawn with probability proportional to its weight.</summary>
    /// <param name="weights">Not negative, not all 0.</param>
    /// <exception cref="ArgumentException">The weights do not sum to a finite number above 0.</exception>
    public int NextIndex(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        if (!(total > 0) || !double.IsFinite(total))
            throw new ArgumentException($"weights sum to {total}, expected a finite number above 0.", nameof(weights));
        var target = NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            target -= weights[i];
            if (target < 0) return i;
        }
        return last;
    }

    /// <summary>Shuffles in place (Fisher and Yates; Durstenfeld, 1964).</summary>
    /// <param name="items">What is shuffled.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Distinct numbers out of 0 .. population - 1, in random order.</summary>
    /// <param name="population">At least <paramref name="count"/>.</param>
    /// <param name="count">How many.</param>
    public int[] Sample(int population, int count)
    {
        Check.InRange(count, 0, population);
        var numbers = new int[population];
        for (var i = 0; i < population; i++) numbers[i] = i;
        for (var i = 0; i < count; i++)
        {
            var j = i + NextInt(population - i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }
        return numbers[..count];
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
