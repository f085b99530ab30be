using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>One vector per facet for each of many users or items, shape (rows, facets of one or more columns).</summary>
/// <remarks>
/// A facet is a block of neighbouring columns with a name: one column where the facet is a single number (a category, an aspect), several where it is a
/// space of its own (a text embedding). Norms are taken over the whole row. The values are kept, not copied, and must not change afterwards.
/// </remarks>
[TextFormatterSource.TypeFormatterSource]
public sealed class FacetVectors
{
    private readonly int[] starts;
    private readonly float[] norms;

    /// <summary>One column a facet.</summary>
    /// <param name="values">(rows, facets), finite.</param>
    /// <param name="names">(facets) distinct names.</param>
    public FacetVectors(Matrix values, IReadOnlyList<string> names)
        : this(values, names, [.. Enumerable.Repeat(1, (names ?? throw new ArgumentNullException(nameof(names))).Count)])
    {
    }

    /// <summary>Blocks of columns as facets.</summary>
    /// <param name="values">(rows, sum of widths), finite.</param>
    /// <param name="names">(facets) distinct names.</param>
    /// <param name="widths">(facets) columns of each, at least 1.</param>
    /// <exception cref="ArgumentException">Names repeat, widths do not add up to the columns, or a value is not finite.</exception>
    public FacetVectors(Matrix values, IReadOnlyList<string> names, IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(widths);
        Check.SameLength(widths.Count, names.Count, nameof(widths), nameof(names));
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"names holds \"{twice.Key}\" {twice.Count()} times, expected distinct names.", nameof(names));
        (Values, Names, starts) = (Check.Finite(values), [.. names], new int[names.Count + 1]);
        for (var j = 0; j < names.Count; j++) starts[j + 1] = starts[j] + Check.AtLeast(widths[j], 1, $"widths[{j}]");
        if (starts[^1] != values.Columns)
            throw new ArgumentException($"widths add up to {starts[^1]}, expected {values.Columns} as values has columns.", nameof(widths));
        norms = new float[values.Rows];
        for (var row = 0; row < norms.Length; row++) norms[row] = TensorPrimitives.Norm<float>(values.Row(row));
    }

    /// <summary>All columns, shape (rows, columns).</summary>
    public Matrix Values { get; }

    /// <summary>The name of each facet.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of facets.</summary>
    public int Count => Names.Count;

    /// <summary>Number of users or items.</summary>
    public int Rows => Values.Rows;

    /// <summary>First column of each facet, and one past the last, shape (facets + 1).</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>Whether every facet is a single column.</summary>
    public bool IsFlat => Values.Columns == Count;

    /// <summary>The vector of one row in one facet.</summary>
    /// <param name="row">The user or item.</param>
    /// <param name="facet">Index of the facet.</param>
    public ReadOnlySpan<float> Of(int row, int facet) => Values.Row(row)[starts[facet]..starts[facet + 1]];

    /// <summary>The Euclidean length of a whole row.</summary>
    /// <param name="row">The user or item.</param>
    public float Norm(int row) => norms[row];

    /// <summary>The vector of ones for every row: profiles that say nothing of a person, so that learned weights say all of what matters.</summary>
    /// <param name="rows">Users.</param>
    /// <param name="names">(facets) names.</param>
    public static FacetVectors Ones(int rows, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var values = new Matrix(rows, names.Count);
        Array.Fill(values.Values, 1f);
        return new FacetVectors(values, names);
    }

    /// <summary>Puts the facets of several side by side, for the same rows.</summary>
    /// <param name="parts">At least one; equal rows, distinct names.</param>
    public static FacetVectors Join(params FacetVectors[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Check.AtLeast(parts.Length, 1);
        var joined = new Matrix(parts[0].Rows, parts.Sum(part => part.Values.Columns));
        for (var row = 0; row < joined.Rows; row++)
        {
            var at = 0;
            foreach (var part in parts)
            {
                Check.SameLength(part.Rows, joined.Rows, nameof(parts), "the first part");
                part.Values.Row(row).CopyTo(joined.Row(row)[at..]);
                at += part.Values.Columns;
            }
        }
        return new FacetVectors(
            joined,
            [.. parts.SelectMany(part => part.Names)],
            [.. parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(j => part.starts[j + 1] - part.starts[j]))]);
    }

    /// <summary>The same rows with each facet multiplied by a number of its own, so that scales of different origin can be weighed against each other.</summary>
    /// <param name="factors">(facets) not negative.</param>
    public FacetVectors Scale(IReadOnlyList<double> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        Check.SameLength(factors.Count, Count, nameof(factors), nameof(Names));
        var scaled = Values.Copy();
        for (var row = 0; row < Rows; row++)
        {
            for (var j = 0; j < Count; j++)
            {
                var block = scaled.Row(row)[starts[j]..starts[j + 1]];
                TensorPrimitives.Multiply(block, (float)Check.NotNegative(factors[j]), block);
            }
        }
        return new FacetVectors(scaled, Names, [.. Enumerable.Range(0, Count).Select(j => starts[j + 1] - starts[j])]);
    }

    /// <summary>Whether another has the same facets: names and widths.</summary>
    /// <param name="other">The other.</param>
    public bool SameFacets(FacetVectors other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Names.SequenceEqual(other.Names, StringComparer.Ordinal) && starts.AsSpan().SequenceEqual(other.starts);
    }

    /// <summary>Shape and names, for people.</summary>
    public override string ToString() => $"{Rows} rows, {Count} facets: {string.Join(", ", Names.Take(8))}{(Count > 8 ? ", …" : "")}";
}
