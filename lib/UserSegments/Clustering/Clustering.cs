using System.Globalization;
using System.Net;
using System.Text;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>A partition of n rows into groups: labels, centres, and what the algorithm says of itself.</summary>
/// <remarks>Label -1 is noise: a row that belongs to no group. Immutable but for the arrays it hands out; do not write to them.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class Clustering : IDisplayable
{
    /// <summary>The label of a row that belongs to no group.</summary>
    public const int Noise = -1;

    /// <summary>Wraps labels, which are checked and kept, not copied.</summary>
    /// <param name="labels">(n) group of each row, 0 to <see cref="Count"/> - 1, or -1 for noise.</param>
    /// <param name="algorithm">What made it, in words.</param>
    /// <param name="count">Number of groups; by default one more than the largest label.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is below -1 or not below <paramref name="count"/>.</exception>
    public Clustering(int[] labels, string algorithm, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentException.ThrowIfNullOrEmpty(algorithm);
        var largest = -1;
        foreach (var label in labels) largest = Math.Max(largest, label);
        Count = count ?? largest + 1;
        Sizes = new int[Count];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < Noise || labels[i] >= Count)
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"labels[{i}] is {labels[i]}, expected -1 (noise) to {Count - 1}.");
            if (labels[i] == Noise) NoiseCount++;
            else Sizes[labels[i]]++;
        }
        (Labels, Algorithm) = (labels, algorithm);
    }

    /// <summary>(n) group of each row, or -1 for noise.</summary>
    public int[] Labels { get; }

    /// <summary>Number of groups, noise not counted.</summary>
    public int Count { get; }

    /// <summary>What made it, in words.</summary>
    public string Algorithm { get; }

    /// <summary>(Count) rows in each group.</summary>
    public int[] Sizes { get; }

    /// <summary>Number of rows that are noise.</summary>
    public int NoiseCount { get; }

    /// <summary>Share of rows that are noise, 0 to 1; 0 for no rows.</summary>
    public double NoiseShare => Labels.Length == 0 ? 0 : (double)NoiseCount / Labels.Length;

    /// <summary>(Count, d) centre of each group, if the algorithm has centres.</summary>
    public Matrix? Centres { get; init; }

    /// <summary>Sum of (weighted) squared distances to the centres, if the algorithm has centres.</summary>
    public double? Inertia { get; init; }

    /// <summary>Passes over the data, if the algorithm iterates.</summary>
    public int? Passes { get; init; }

    /// <summary>Whether it stopped by itself rather than at the limit of passes.</summary>
    public bool Converged { get; init; } = true;

    /// <summary>The objective after each pass, if the algorithm iterates.</summary>
    public IReadOnlyList<double> Trace { get; init; } = [];

    /// <summary>The rows of one group, ascending.</summary>
    /// <param name="group">0 to Count - 1, or -1 for noise.</param>
    public int[] Members(int group)
    {
        Check.InRange(group, Noise, Count - 1);
        var members = new int[group == Noise ? NoiseCount : Sizes[group]];
        var at = 0;
        for (var i = 0; i < Labels.Length; i++)
        {
            if (Labels[i] == group) members[at++] = i;
        }
        return members;
    }

    /// <summary>The same partition with groups numbered from the largest down; ties keep their order. Noise stays noise.</summary>
    public Clustering BySize()
    {
        var order = Enumerable.Range(0, Count).OrderByDescending(group => Sizes[group]).ToArray();
        var renamed = new int[Count];
        for (var i = 0; i < Count; i++) renamed[order[i]] = i;
        return new Clustering(Array.ConvertAll(Labels, label => label == Noise ? Noise : renamed[label]), Algorithm, Count)
        {
            Centres = Centres?.SelectRows(order),
            Inertia = Inertia,
            Passes = Passes,
            Converged = Converged,
            Trace = Trace,
        };
    }

    /// <summary>The mean of each group's rows, shape (Count, d); a group without rows gets zeros.</summary>
    /// <param name="points">(n, d) the rows that were grouped.</param>
    /// <exception cref="ArgumentException">The rows are not as many as the labels.</exception>
    public Matrix Means(Matrix points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Check.SameLength(points.Rows, Labels.Length, nameof(points), nameof(Labels));
        return GroupMeans.Of(points, Labels, Count);
    }

    /// <summary>Noise given to the group whose mean is nearest, so that every row has a group.</summary>
    /// <param name="points">(n, d) the rows that were grouped.</param>
    /// <returns>This partition if it has no noise or no groups.</returns>
    public Clustering WithNoiseAssigned(Matrix points)
    {
        if (NoiseCount == 0 || Count == 0) return this;
        var means = Means(points);
        var labels = (int[])Labels.Clone();
        var noise = Members(Noise);
        var nearest = NearestCentre.Of(points.SelectRows(noise), means);
        for (var i = 0; i < noise.Length; i++) labels[noise[i]] = nearest[i];
        return new Clustering(labels, $"{Algorithm}, noise to the nearest group", Count) { Centres = means };
    }

    /// <summary>The nearest centre of each of some other rows, shape (m).</summary>
    /// <param name="rows">(m, d), finite.</param>
    /// <exception cref="InvalidOperationException">There are no centres: take <see cref="Means"/> for an algorithm that has none.</exception>
    /// <exception cref="ArgumentException">The columns differ from the centres', or a value is not finite.</exception>
    public int[] Predict(Matrix rows)
    {
        Check.Finite(rows);
        if (Centres is null) throw new InvalidOperationException($"{Algorithm} has no centres to predict from.");
        if (rows.Columns != Centres.Columns) throw new ArgumentException($"rows has {rows.Columns} columns, expected {Centres.Columns} as the centres.", nameof(rows));
        return NearestCentre.Of(rows, Centres);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle()
    {
        var rows = Facts().ToArray();
        var html = new StringBuilder("<table><caption>").Append(WebUtility.HtmlEncode(Algorithm)).Append("</caption><tbody>");
        var markdown = new StringBuilder("| ").Append(Algorithm).Append(" | |\n| --- | --- |\n");
        foreach (var (name, value) in rows)
        {
            html.Append("<tr><th>").Append(name).Append("</th><td>").Append(value).Append("</td></tr>");
            markdown.Append("| ").Append(name).Append(" | ").Append(value).Append(" |\n");
        }
        return new Dictionary<string, string>
        {
            [MimeTypes.Text] = ToString(),
            [MimeTypes.Markdown] = markdown.ToString(),
            [MimeTypes.Html] = html.Append("</tbody></table>").ToString(),
        };
    }

    /// <summary>One line: algorithm, groups, sizes, noise.</summary>
    public override string ToString() => $"{Algorithm}: {string.Join("; ", Facts().Select(fact => $"{fact.Name} {fact.Value}"))}";

    private IEnumerable<(string Name, string Value)> Facts()
    {
        var culture = CultureInfo.InvariantCulture;
        yield return ("rows", Labels.Length.ToString(culture));
        yield return ("groups", Count.ToString(culture));
        var shown = string.Join(", ", Sizes.OrderDescending().Take(12).Select(size => size.ToString(culture)));
        if (Count > 0) yield return ("sizes", Count > 12 ? $"{shown}, ..." : shown);
        if (NoiseCount > 0) yield return ("noise", string.Create(culture, $"{NoiseCount} ({NoiseShare:P1})"));
        if (Inertia is { } inertia) yield return ("inertia", inertia.ToString("G6", culture));
        if (Passes is { } passes) yield return ("passes", Converged ? passes.ToString(culture) : $"{passes.ToString(culture)} (limit reached)");
    }
}
