using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Text;

/// <summary>A fitted TF-IDF: turns counts into weighted vectors.</summary>
public sealed class TfIdfModel
{
    private readonly TfIdfOptions options;

    internal TfIdfModel(IReadOnlyList<string> vocabulary, float[] idf, TfIdfOptions options) =>
        (Vocabulary, Idf, this.options) = (vocabulary, idf, options);

    /// <summary>The terms in ordinal order; a term's index is its column.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>The weight of each term.</summary>
    public float[] Idf { get; }

    /// <summary>Weighs documents, which need not be those learned from.</summary>
    /// <param name="counts">Their counts, in any vocabulary.</param>
    /// <returns>(documents, terms); rows of length 1 if so asked, a row without a known term stays empty.</returns>
    public SparseMatrix Transform(TermCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var weighted = counts.In(Vocabulary);
        for (var i = 0; i < weighted.Rows; i++)
        {
            var terms = weighted.RowIndices(i);
            var values = weighted.RowValues(i);
            for (var e = 0; e < terms.Length; e++)
                values[e] = Idf[terms[e]] * (options.Sublinear && values[e] >= 1 ? 1 + MathF.Log(values[e]) : values[e]);
            var norm = TensorPrimitives.Norm<float>(values);
            if (options.Normalize && norm > 0) TensorPrimitives.Divide(values, norm, values);
        }
        return weighted;
    }
}
