using System.Numerics.Tensors;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How soon a profile of few texts is like the person: cosine with what the person writes later, after 0, 1, 2, … texts.</summary>
/// <param name="Texts">Number of first texts that were used.</param>
/// <param name="People">Number of people with that many texts and at least one later.</param>
/// <param name="Cosine">Mean cosine of the profile with the profile of the later texts.</param>
/// <param name="Nearest">Share of people whose profile is nearer to their own later texts than to those of a random other person.</param>
public sealed record ColdStart(int Texts, int People, double Cosine, double Nearest)
{
    /// <summary>Measures it; the people are the same for all numbers of texts.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="histories">For each person the token ids of its texts, the oldest first.</param>
    /// <param name="counts">Numbers of first texts, ascending, such as 0, 1, 2, 5, 10.</param>
    /// <param name="seed">Seed of the random other people.</param>
    /// <param name="options">Strength of the prior, pooling.</param>
    /// <exception cref="ArgumentException">Fewer than two people have more texts than the largest count.</exception>
    public static IReadOnlyList<ColdStart> Measure(
        TrainableEncoder encoder, IReadOnlyList<IReadOnlyList<int[]>> histories, IReadOnlyList<int> counts, ulong seed, ProfileUpdateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(counts);
        options ??= new ProfileUpdateOptions();
        var most = counts.Count == 0 ? throw new ArgumentException("counts is empty, expected numbers of texts.", nameof(counts)) : counts.Max();
        var people = histories.Where(h => h.Count > most).ToArray();
        if (people.Length < 2) throw new ArgumentException($"{people.Length} people have more than {most} texts, expected at least 2.", nameof(histories));
        var prior = PooledPass.Encode(encoder, [.. histories.SelectMany(h => h)], options.Text.Pooling, normalize: true).ColumnMeans();
        var later = ProfileVectors.Encode(encoder, [.. people.Select(h => h.Skip(most).ToArray())], options with { PriorStrength = 0 }, prior);
        var random = new Rng(seed);
        var other = people.Select((_, i) => (i + 1 + random.NextInt(people.Length - 1)) % people.Length).ToArray();
        return [.. counts.Select(count =>
        {
            var early = ProfileVectors.Encode(encoder, [.. people.Select(h => h.Take(count).ToArray())], options, prior);
            var (cosine, nearest) = (0.0, 0.0);
            for (var i = 0; i < people.Length; i++)
            {
                var own = TensorPrimitives.Dot<float>(early.Row(i), later.Row(i));
                var strange = TensorPrimitives.Dot<float>(early.Row(i), later.Row(other[i]));
                cosine += own / people.Length;
                nearest += (own > strange ? 1 : own < strange ? 0 : 0.5) / people.Length;
            }
            return new ColdStart(count, people.Length, cosine, nearest);
        })];
    }

    /// <summary>The curve as a table.</summary>
    /// <param name="curve">What <see cref="Measure"/> gave.</param>
    public static Table ToTable(IEnumerable<ColdStart> curve) => Table.Of(
        curve, ("texts", x => x.Texts), ("people", x => x.People), ("cosine with later texts", x => x.Cosine), ("nearer to own than to another's", x => x.Nearest));
}
