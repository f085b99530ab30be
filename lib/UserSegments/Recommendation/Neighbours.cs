using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>The most similar rows of a sparse matrix, by what they have in common.</summary>
internal static class Neighbours
{
    private const int BlockRows = 32;
    private const double K1 = 1.2, B = 0.75;

    /// <summary>For every row its nearest other rows with their similarity, shape (rows, rows); ties by row index ascending.</summary>
    /// <remarks>O(sum over columns of entries²) time, one row of counts a block in memory.</remarks>
    public static SparseMatrix Of(SparseMatrix rows, NeighbourOptions options, CancellationToken cancellation)
    {
        var columns = rows.Transpose();
        var evidence = Evidence(columns, options);
        var found = new (int[] Rows, float[] Values)[rows.Rows];
        Blocks.For(rows.Rows, BlockRows, (_, start, end) =>
        {
            if (cancellation.IsCancellationRequested) return;
            var similarity = new float[rows.Rows];
            for (var row = start; row < end; row++) found[row] = Nearest(rows.RowIndices(row), row, rows, columns, evidence, options, similarity);
        });
        cancellation.ThrowIfCancellationRequested();
        return Join(rows.Rows, rows.Rows, found);
    }

    /// <summary>The rows nearest to a history: their indices ascending, and their similarities.</summary>
    /// <param name="history">Columns of the history, ascending.</param>
    /// <param name="self">A row that is left out when it holds exactly this history: the one asking; -1: none.</param>
    /// <param name="rows">The rows among which neighbours are sought.</param>
    /// <param name="columns">Their transpose.</param>
    /// <param name="evidence">(columns) what <see cref="Evidence"/> gives.</param>
    /// <param name="options">Number, similarity, shrinkage, exponent.</param>
    /// <param name="similarity">(rows) working memory; null: made here.</param>
    public static (int[] Rows, float[] Values) Nearest(
        ReadOnlySpan<int> history, int self, SparseMatrix rows, SparseMatrix columns, float[]? evidence, NeighbourOptions options, float[]? similarity = null)
    {
        similarity ??= new float[rows.Rows];
        Array.Clear(similarity);
        foreach (var column in history)
        {
            var counts = evidence?[column] ?? 1;
            foreach (var other in columns.RowIndices(column)) similarity[other] += counts;
        }
        if (self >= 0 && self < rows.Rows && rows.RowIndices(self).SequenceEqual(history)) similarity[self] = 0;
        var mean = rows.Count / (double)rows.Rows;
        for (var other = 0; other < similarity.Length; other++)
        {
            var common = similarity[other];
            similarity[other] = common == 0
                ? float.NegativeInfinity
                : Value(common, history.Length, rows.Starts[other + 1] - rows.Starts[other], mean, options);
        }
        var top = new int[Math.Min(options.Neighbours, rows.Rows)];
        var nearest = top[..TopItems.Select(similarity, top)];
        Array.Sort(nearest);
        return (nearest, Array.ConvertAll(nearest, other => similarity[other]));
    }

    /// <summary>How much a column in common counts, shape (columns): its squared inverse document frequency for BM25; null where each counts 1.</summary>
    /// <param name="columns">The transpose of the rows.</param>
    /// <param name="options">The similarity.</param>
    public static float[]? Evidence(SparseMatrix columns, NeighbourOptions options)
    {
        if (options.Similarity != Similarity.Bm25) return null;
        var squares = new float[columns.Rows];
        for (var column = 0; column < squares.Length; column++)
        {
            var holders = columns.Starts[column + 1] - columns.Starts[column];
            squares[column] = (float)Math.Pow(Math.Log(1 + ((columns.Columns - holders + 0.5) / (holders + 0.5))), 2);
        }
        return squares;
    }

    /// <summary>Adds <c>weight · row</c> into a dense vector for every entry of a history.</summary>
    public static void AddRows(SparseMatrix matrix, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> sum)
    {
        for (var h = 0; h < rows.Length; h++)
        {
            var indices = matrix.RowIndices(rows[h]);
            var values = matrix.RowValues(rows[h]);
            for (var e = 0; e < indices.Length; e++) sum[indices[e]] += weights[h] * values[e];
        }
    }

    public static SparseMatrix Join(int rowCount, int columns, (int[] Indices, float[] Values)[] rows)
    {
        var starts = new int[rowCount + 1];
        for (var i = 0; i < rowCount; i++) starts[i + 1] = checked(starts[i] + rows[i].Indices.Length);
        var (indices, values) = (new int[starts[^1]], new float[starts[^1]]);
        for (var i = 0; i < rowCount; i++)
        {
            rows[i].Indices.CopyTo(indices, starts[i]);
            rows[i].Values.CopyTo(values, starts[i]);
        }
        return new SparseMatrix(rowCount, columns, starts, indices, values);
    }

    private static float Value(float common, int a, int b, double mean, NeighbourOptions options)
    {
        var value = options.Similarity switch
        {
            Similarity.Cosine => common / Math.Sqrt((double)a * b),
            Similarity.Jaccard => common / ((double)a + b - common),
            Similarity.Lift => common / ((double)a * b),
            Similarity.Bm25 => common * Damped(a, mean) * Damped(b, mean),
            _ => common,
        };
        value *= common / (common + options.Shrinkage);
        return (float)(options.Power == 1 ? value : Math.Pow(value, options.Power));
    }

    // One occurrence in a document of this length.
    private static double Damped(int length, double mean) => (K1 + 1) / (1 + (K1 * (1 - B + (B * length / mean))));
}
