using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>ADWIN, adaptive windowing (Bifet and Gavaldà, 2007): keeps the longest window whose mean may still be one.</summary>
/// <remarks>
/// The window is an exponential histogram of at most five buckets a size; every <c>clock</c> numbers all cuts between buckets are tried, and the older part goes
/// where the means of both parts differ by more than <c>sqrt(2 v ln(2/d') / m) + 2 ln(2/d') / 3m</c>, m the harmonic sum of lengths, v the variance, d' = delta / ln n.
/// Numbers are to lie in 0 to 1 for the bound to hold. O(log n) memory.
/// </remarks>
/// <param name="delta">Bound on the chance of a false cut, above 0, below 1.</param>
/// <param name="clock">Numbers between checks, at least 1.</param>
public sealed class Adwin(double delta = 0.002, int clock = 32) : IDriftDetector
{
    private const int PerSize = 5;
    private const int LeastPart = 5;
    private readonly double delta = delta > 0 && delta < 1 ? delta : throw new ArgumentOutOfRangeException(nameof(delta), delta, FormattableString.Invariant($"delta is {delta}, expected above 0 and below 1."));
    private readonly int clock = Check.AtLeast(clock, 1);
    private readonly LinkedList<Bucket> buckets = [];                     // the newest first
    private long ticks;

    /// <summary>Numbers in the window.</summary>
    public long Length { get; private set; }

    /// <summary>The mean of the window.</summary>
    public double Mean => Length == 0 ? 0 : buckets.Sum(x => x.Sum) / Length;

    /// <inheritdoc/>
    public bool Add(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"value is {value}, expected a finite number."));
        buckets.AddFirst(new Bucket(1, value, 0));
        Length++;
        Compress();
        return ++ticks % clock == 0 && Length >= 2 * LeastPart && Cut();
    }

    // Of six buckets of one size the two oldest become one of twice the size.
    private void Compress()
    {
        for (var node = buckets.First; node is not null;)
        {
            var (size, count, last) = (node.Value.Count, 0, node);
            for (var next = node; next is not null && next.Value.Count == size; next = next.Next) (count, last) = (count + 1, next);
            if (count <= PerSize) return;
            var older = last.Value;
            var newer = last.Previous!;
            newer.Value = newer.Value.Join(older);
            buckets.Remove(last);
            node = newer;
        }
    }

    private bool Cut()
    {
        var cut = false;
        while (TryCut()) cut = true;
        return cut;
    }

    private bool TryCut()
    {
        var whole = buckets.Aggregate(default(Bucket), (sum, bucket) => sum.Count == 0 ? bucket : sum.Join(bucket));
        var variance = whole.Squares / whole.Count;
        var (old, oldSum) = (0L, 0.0);
        for (var node = buckets.Last; node?.Previous is not null; node = node.Previous)
        {
            (old, oldSum) = (old + node.Value.Count, oldSum + node.Value.Sum);
            var young = Length - old;
            if (old < LeastPart || young < LeastPart) continue;
            var m = 1 / (1.0 / (old - LeastPart + 1) + 1.0 / (young - LeastPart + 1));
            var log = Math.Log(2 * Math.Log(Length) / delta);
            var bound = Math.Sqrt(2 / m * variance * log) + 2 / (3 * m) * log;
            if (Math.Abs(oldSum / old - (whole.Sum - oldSum) / young) <= bound) continue;
            Length -= buckets.Last!.Value.Count;
            buckets.RemoveLast();
            return true;
        }
        return false;
    }

    // Count, sum, and squared deviations from the mean.
    private readonly record struct Bucket(long Count, double Sum, double Squares)
    {
        public Bucket Join(Bucket other)
        {
            var gap = Sum / Count - other.Sum / other.Count;
            return new Bucket(Count + other.Count, Sum + other.Sum, Squares + other.Squares + gap * gap * Count * other.Count / (Count + other.Count));
        }
    }
}
