using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Matrix factorisation for implicit feedback by alternating least squares (Hu, Koren and Volinsky, 2008).</summary>
/// <param name="options">Factors, rounds, λ, α0.</param>
/// <remarks>
/// Minimises <c>sum over observed (x - p·q)² + α0 sum over all (p·q)² + sum of λ n^ν |p|²</c> as in "Revisiting the performance of iALS"
/// (Rendle et al., 2022). Each solve is a few conjugate gradient steps with the Gram matrix shared, so a round costs
/// O(steps · (interactions · d + (users + items) · d²)). Same seed, same bits on any number of threads.
/// </remarks>
public sealed class ImplicitAls(ImplicitAlsOptions? options = null) : IRecommender
{
    private readonly ImplicitAlsOptions options = options ?? new ImplicitAlsOptions();

    /// <inheritdoc/>
    public string Name => "implicit ALS";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) => Fit(InteractionMatrix.Binary(train), cancellation);

    /// <summary>Learns from who had what.</summary>
    /// <param name="histories">(users, items); values are not used.</param>
    /// <param name="cancellation">Stops between half rounds.</param>
    public FactorScorer Fit(SparseMatrix histories, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var byItem = histories.Transpose();
        var users = new Matrix(histories.Rows, options.Factors);
        var items = Start(histories.Columns);
        for (var round = 0; round < options.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Solve(histories, items, users);
            cancellation.ThrowIfCancellationRequested();
            Solve(byItem, users, items);
        }
        Solve(histories, items, users);                                       // users fit the final items, as a stranger's would
        return new Model(Name, users, items, this);
    }

    private Matrix Start(int items)
    {
        var source = new Rng(options.Seed);
        var start = new Matrix(items, options.Factors);
        var scale = 0.1 / Math.Sqrt(options.Factors);
        Blocks.For(items, 256, (block, from, to) =>
        {
            var rng = source.Fork((ulong)block);
            foreach (ref var value in start.RowBlock(from, to - from)) value = (float)(rng.NextGaussian() * scale);
        });
        return start;
    }

    // For every row: (Σ_observed y yᵀ + α0 YᵀY + λ n^ν I) x = Σ_observed (1 + α0) y; the target of an observed pair is 1 under both weights.
    private void Solve(SparseMatrix rows, Matrix fixedSide, Matrix solved)
    {
        var d = options.Factors;
        var gram = Gram(fixedSide);                                           // (d, d), times α0
        TensorPrimitives.Multiply<float>(gram.Values, (float)options.Unobserved, gram.Values);
        var everything = options.Unobserved * fixedSide.Rows;
        Blocks.For(rows.Rows, 64, (_, start, end) =>
        {
            Span<float> residual = new float[d], direction = new float[d], image = new float[d];
            for (var row = start; row < end; row++)
            {
                var others = rows.RowIndices(row);
                var x = solved.Row(row);
                if (others.Length == 0)
                {
                    x.Clear();
                    continue;
                }
                var ridge = (float)(options.Lambda * Math.Pow(others.Length + everything, options.FrequencyExponent));
                residual.Clear();
                foreach (var other in others) TensorPrimitives.Add<float>(residual, fixedSide.Row(other), residual);
                TensorPrimitives.Multiply<float>(residual, (float)(1 + options.Unobserved), residual);
                Apply(gram, fixedSide, others, ridge, x, image);
                TensorPrimitives.Subtract<float>(residual, image, residual);
                residual.CopyTo(direction);
                var size = TensorPrimitives.SumOfSquares<float>(residual);
                for (var step = 0; step < options.Steps && size > 1e-20f; step++)
                {
                    Apply(gram, fixedSide, others, ridge, direction, image);
                    var length = size / TensorPrimitives.Dot<float>(direction, image);
                    TensorPrimitives.MultiplyAdd(direction, length, x, x);
                    TensorPrimitives.MultiplyAdd(image, -length, residual, residual);
                    var next = TensorPrimitives.SumOfSquares<float>(residual);
                    TensorPrimitives.MultiplyAdd(direction, next / size, residual, direction);
                    size = next;
                }
            }
        });
    }

    private static void Apply(Matrix gram, Matrix vectors, ReadOnlySpan<int> others, float ridge, ReadOnlySpan<float> x, Span<float> image)
    {
        TensorPrimitives.Multiply(x, ridge, image);
        for (var a = 0; a < x.Length; a++) TensorPrimitives.MultiplyAdd(gram.Row(a), x[a], image, image);
        foreach (var other in others)
        {
            var y = vectors.Row(other);
            TensorPrimitives.MultiplyAdd(y, TensorPrimitives.Dot(x, y), image, image);
        }
    }

    private static Matrix Gram(Matrix vectors)
    {
        var d = vectors.Columns;
        var parts = new float[Blocks.Count(vectors.Rows, 4096)][];
        Blocks.For(vectors.Rows, 4096, (block, start, end) =>
        {
            var part = new Matrix(end - start, d, vectors.RowBlock(start, end - start).ToArray());
            parts[block] = MatrixProduct.MultiplyTransposed(part.Transpose(), part.Transpose()).Values;
        });
        var gram = new Matrix(d, d);
        foreach (var part in parts) TensorPrimitives.Add<float>(gram.Values, part, gram.Values);
        return gram;
    }

    private sealed class Model(string name, Matrix users, Matrix items, ImplicitAls recipe) : FactorScorer(name, users, items), IFoldIn
    {
        private readonly Matrix items = items;

        public IScorer For(Dataset other)
        {
            var histories = InteractionMatrix.Same(other, items.Rows);
            var strangers = new Matrix(histories.Rows, items.Columns);
            // From zero it takes more steps than from the round before; d steps would be exact.
            var steps = new ImplicitAls(recipe.options with { Steps = Math.Max(recipe.options.Steps, Math.Min(items.Columns, 20)) });
            steps.Solve(histories, items, strangers);
            return new FactorScorer(Name, strangers, items);
        }
    }
}
