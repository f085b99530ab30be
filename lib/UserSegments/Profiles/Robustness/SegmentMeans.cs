using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How a known number of people (age, income) differs between segments.</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Means">(k) mean of each segment with its 95 % interval; NaN for a segment without a value.</param>
/// <param name="Sizes">(k) people with a value.</param>
/// <param name="Mean">Mean of all.</param>
/// <param name="OmegaSquared">Share of the variance that segments explain, corrected for chance: omega squared (Hays, 1963); 0 where chance explains as much.</param>
/// <param name="PValue">Share of shuffled partitions whose segments differ as much (permutation test of the F ratio).</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record SegmentMeans(string Attribute, IReadOnlyList<Estimate> Means, IReadOnlyList<int> Sizes, double Mean, double OmegaSquared, double PValue) : IDisplayable
{
    /// <summary>Compares an attribute between segments.</summary>
    /// <param name="users">(n) people.</param>
    /// <param name="labels">(n) segment of each; below 0 is left out.</param>
    /// <param name="attribute">Name of the attribute; people without a finite number there are left out.</param>
    /// <param name="permutations">Shuffles of the test, at least 1.</param>
    /// <param name="seed">Seed of intervals and shuffles.</param>
    /// <exception cref="ArgumentException">Fewer than two segments have a value, or nobody's differs from another's.</exception>
    /// <remarks>O(n · permutations).</remarks>
    public static SegmentMeans Of(IReadOnlyList<User> users, IReadOnlyList<int> labels, string attribute, int permutations = 999, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, users.Count, nameof(labels), nameof(users));
        Check.AtLeast(permutations, 1);
        (int Label, double Value)[] known = [.. users.Select((user, i) => (labels[i], Number(user.Attributes.GetValueOrDefault(attribute)))).Where(x => x.Item1 >= 0 && double.IsFinite(x.Item2))];
        var values = Array.ConvertAll(known, x => x.Value);
        var groups = Array.ConvertAll(known, x => x.Label);
        var k = labels.DefaultIfEmpty(-1).Max() + 1;
        double[][] own = [.. Enumerable.Range(0, k).Select(c => known.Where(x => x.Label == c).Select(x => x.Value).ToArray())];
        var (n, filled) = (known.Length, own.Count(part => part.Length > 0));
        if (filled < 2 || values.Distinct().Count() < 2)
            throw new ArgumentException($"{attribute}: {n} users in {filled} segments have a number there, expected at least two segments and two different numbers.", nameof(attribute));
        var (between, total) = SumsOfSquares(values, groups, k);
        var within = (total - between) / Math.Max(1, n - filled);
        var rng = new Rng(seed);
        var shuffled = (int[])groups.Clone();
        var asMuch = 1;
        for (var p = 0; p < permutations; p++)
        {
            rng.Shuffle(shuffled.AsSpan());
            if (SumsOfSquares(values, shuffled, k).Between >= between * (1 - 1e-12)) asMuch++;
        }
        return new SegmentMeans(
            attribute,
            [.. own.Select(part => part.Length > 0 ? Bootstrap.Interval(part, seed) : new Estimate(double.NaN, double.NaN, double.NaN))],
            [.. own.Select(part => part.Length)],
            values.Average(), Math.Max(0, (between - (filled - 1) * within) / (total + within)), asMuch / (permutations + 1.0));
    }

    /// <summary>One row a segment.</summary>
    public Table ToTable() => Table.Of(
        Means.Index().Where(x => Sizes[x.Index] > 0),
        ("segment", x => x.Index.ToString(CultureInfo.InvariantCulture)), ("users", x => Sizes[x.Index]), ("mean " + Attribute, x => x.Item))
        .WithCaption(string.Create(CultureInfo.InvariantCulture, $"all: {Mean:0.##}; segments explain {OmegaSquared:0.0 %} of the variance (omega squared), p = {PValue:0.000}"));

    /// <summary>The means, as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    private static double Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static (double Between, double Total) SumsOfSquares(double[] values, int[] groups, int k)
    {
        var (sums, counts, mean) = (new double[k], new int[k], values.Average());
        var total = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sums[groups[i]] += values[i] - mean;
            counts[groups[i]]++;
            total += (values[i] - mean) * (values[i] - mean);
        }
        return (sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum * sum / count).Sum(), total);
    }
}
