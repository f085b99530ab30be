using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>How many components explain more than they would if columns had nothing to do with each other (Horn, 1965; by permutation, Buja and Eyuboglu, 1992).</summary>
/// <param name="Components">Components whose variance is above the quantile of the permuted ones, counted up to the first that is not.</param>
/// <param name="Observed">(r) variance of each component.</param>
/// <param name="Quantile">(r) the level's quantile of the variance of the same component over permutations.</param>
/// <param name="PValues">(r) share of permutations, the observed one counted, whose variance is at least the observed.</param>
/// <param name="Permutations">Number of permutations.</param>
public sealed record ParallelAnalysis(int Components, double[] Observed, double[] Quantile, double[] PValues, int Permutations)
{
    /// <summary>Permutes every column by itself, again and again, and compares variances of components.</summary>
    /// <param name="points">(n, d) rows, n at least 2, finite; not modified.</param>
    /// <param name="permutations">At least 1; a p-value is at least 1 / (permutations + 1).</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <param name="level">Quantile to beat, above 0 and at most 1.</param>
    /// <remarks>(permutations + 1) times the cost of PCA. The same seed gives the same bits on any number of threads.</remarks>
    public static ParallelAnalysis Run(Matrix points, int permutations, ulong seed, double level = 0.95)
    {
        Check.AtLeast(permutations, 1);
        Check.InRange(Check.Positive(level), 0, 1);
        var observed = Pca.Fit(points).ExplainedVariance;
        var rank = observed.Length;
        var permuted = new double[rank][];
        for (var r = 0; r < rank; r++) permuted[r] = new double[permutations];
        var rng = new Rng(seed);
        for (var p = 0; p < permutations; p++)
        {
            var variances = Pca.Fit(Permuted(points, rng.Fork((ulong)p))).ExplainedVariance;
            for (var r = 0; r < rank; r++) permuted[r][p] = variances[r];
        }
        var (quantile, values) = (new double[rank], new double[rank]);
        for (var r = 0; r < rank; r++)
        {
            Array.Sort(permuted[r]);
            quantile[r] = permuted[r][Math.Min(permutations - 1, (int)Math.Ceiling(level * permutations) - 1)];
            values[r] = (1.0 + permuted[r].Count(value => value >= observed[r])) / (permutations + 1);
        }
        var components = 0;
        while (components < rank && observed[components] > quantile[components]) components++;
        return new ParallelAnalysis(components, observed, quantile, values, permutations);
    }

    private static Matrix Permuted(Matrix points, Rng rng)
    {
        var permuted = points.Copy();
        var column = new float[points.Rows];
        for (var t = 0; t < points.Columns; t++)
        {
            for (var i = 0; i < column.Length; i++) column[i] = points[i, t];
            rng.Shuffle<float>(column);
            for (var i = 0; i < column.Length; i++) permuted[i, t] = column[i];
        }
        return permuted;
    }
}
