using System.Numerics.Tensors;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace UserSegments.Clustering;

/// <summary>Spectral clustering on the nearest-neighbour graph with the normalized Laplacian (Shi and Malik, 2000; Ng, Jordan and Weiss, 2001).</summary>
/// <remarks>
/// Rows i and j are joined with weight 1 if each is among the other's neighbours, 1/2 if only one is. The first eigenvectors of
/// <c>D^-1/2 A D^-1/2</c>, divided by <c>sqrt(degree)</c>, are grouped by k-means. Block Krylov passes with restarts find them.
/// O(n^2 d) for the graph, O(n (neighbours + 9 k)) memory. The same seed gives the same bits on any number of threads.
/// </remarks>
/// <param name="options">How it runs.</param>
public sealed class Spectral(SpectralOptions options)
{
    private const int Depth = 8;
    private const int MostRestarts = 60;
    private const double Tolerance = 1e-7;
    private readonly SpectralOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Groups rows.</summary>
    /// <param name="points">(n, d) rows, more than there are neighbours, finite; not modified.</param>
    /// <exception cref="ArgumentException">K is above n, there are no more rows than neighbours, or a value is not finite.</exception>
    public Clustering Fit(Matrix points)
    {
        Check.Finite(points);
        GroupingCheck.Groups(options.K, points);
        if (options.Neighbours >= points.Rows)
            throw new ArgumentException($"Neighbours is {options.Neighbours}, but points has {points.Rows} rows; expected fewer neighbours than rows.", nameof(points));
        var (graph, degree) = Graph(points);
        var vectors = Leading(graph, options.K);
        var embedding = new Matrix(points.Rows, options.K);
        for (var c = 0; c < options.K; c++)
        {
            for (var i = 0; i < points.Rows; i++) embedding[i, c] = (float)(vectors[c][i] / Math.Sqrt(degree[i]) * Math.Sqrt(points.Rows));
        }
        var groups = new KMeans(new() { K = options.K, Seed = options.Seed, Restarts = 10 }).Fit(embedding);
        return new Clustering(groups.Labels, $"spectral, k = {options.K}, {options.Neighbours} neighbours", options.K);
    }

    /// <summary><c>D^-1/2 A D^-1/2</c> and the degrees; every row also neighbours itself.</summary>
    private (SparseMatrix Graph, double[] Degree) Graph(Matrix points)
    {
        var n = points.Rows;
        var near = NearestNeighbours.Among(points, options.Neighbours);
        var rows = new Dictionary<int, float>[n];
        for (var i = 0; i < n; i++) rows[i] = new Dictionary<int, float> { [i] = 1 };
        for (var i = 0; i < n; i++)
        {
            foreach (var j in near.Of(i))
            {
                rows[i][j] = rows[i].GetValueOrDefault(j) + 0.5f;
                rows[j][i] = rows[j].GetValueOrDefault(i) + 0.5f;
            }
        }
        var graph = SparseMatrix.FromRows(n, rows);
        var degree = new double[n];
        for (var i = 0; i < n; i++)
        {
            foreach (var value in graph.RowValues(i)) degree[i] += value;
        }
        for (var i = 0; i < n; i++)
        {
            for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
                graph.Values[e] = (float)(graph.Values[e] / Math.Sqrt(degree[i] * degree[graph.Indices[e]]));
        }
        return (graph, degree);
    }

    /// <summary>Eigenvectors of the largest eigenvalues: Rayleigh and Ritz on a block Krylov space, restarted from its best vectors.</summary>
    private double[][] Leading(SparseMatrix graph, int count)
    {
        var n = graph.Rows;
        var width = Math.Min(count + 4, n);
        var depth = Math.Max(1, Math.Min(Depth, n / width));
        var rng = new Rng(options.Seed);
        var start = new double[width][];
        for (var c = 0; c < width; c++)
        {
            start[c] = new double[n];
            for (var i = 0; i < n; i++) start[c][i] = rng.NextGaussian();
        }
        for (var restart = 0; ; restart++)
        {
            var space = new List<double[]>(start);
            var block = start;
            for (var level = 1; level < depth; level++)
            {
                block = Multiply(graph, block);
                Orthonormal.Make(block);
                space.AddRange(block);
            }
            double[][] basis = [.. space.Select(vector => (double[])vector.Clone())];
            Orthonormal.Make(basis);
            basis = [.. basis.Where(vector => Array.Exists(vector, value => value != 0))];
            var image = Multiply(graph, basis);
            var small = new double[basis.Length][];
            Blocks.For(basis.Length, 1, (a, _, _) => small[a] = Array.ConvertAll(basis, other => TensorPrimitives.Dot<double>(image[a], other)));
            for (var a = 0; a < small.Length; a++)
            {
                for (var b = 0; b < a; b++) small[a][b] = small[b][a] = (small[a][b] + small[b][a]) / 2;
            }
            var (values, turns) = SymmetricEigen.Of(small);
            width = Math.Min(width, basis.Length);
            var (best, bestImage) = (Combine(basis, turns, width), Combine(image, turns, width));
            var worst = 0.0;
            for (var c = 0; c < count; c++)
            {
                var residual = 0.0;
                for (var i = 0; i < n; i++) residual += Math.Pow(bestImage[c][i] - (values[c] * best[c][i]), 2);
                worst = Math.Max(worst, Math.Sqrt(residual));
            }
            if (worst < Tolerance || restart >= MostRestarts) return best;
            start = best;
        }
    }

    private static double[][] Combine(double[][] vectors, double[][] turns, int count)
    {
        var combined = new double[count][];
        Blocks.For(count, 1, (c, _, _) =>
        {
            combined[c] = new double[vectors[0].Length];
            for (var b = 0; b < vectors.Length; b++) TensorPrimitives.MultiplyAdd(vectors[b], turns[c][b], combined[c], combined[c]);
        });
        return combined;
    }

    private static double[][] Multiply(SparseMatrix graph, double[][] vectors)
    {
        var products = new double[vectors.Length][];
        Blocks.For(vectors.Length, 1, (c, _, _) =>
        {
            var (vector, product) = (vectors[c], new double[graph.Rows]);
            for (var i = 0; i < product.Length; i++)
            {
                var sum = 0.0;
                for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++) sum += graph.Values[e] * vector[graph.Indices[e]];
                product[i] = sum;
            }
            products[c] = product;
        });
        return products;
    }
}
