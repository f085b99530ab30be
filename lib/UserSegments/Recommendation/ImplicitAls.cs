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
    private unsafe void Solve(SparseMatrix rows, Matrix fixedSide, Matrix solved)
    {
        var small = Gram(fixedSide);                                          // (d, d), times α0
        TensorPrimitives.Multiply<float>(small.Values, (float)options.Unobserved, small.Values);
        var everything = options.Unobserved * fixedSide.Rows;
        var vectors = FactorKernels.Padded(fixedSide);
        var (d, width) = (options.Factors, vectors.Columns);
        var gram = new Matrix(width, width);
        for (var a = 0; a < d; a++) small.Row(a).CopyTo(gram.Row(a));
        Blocks.For(rows.Rows, 16, (_, start, end) =>
        {
            var longest = 1;
            for (var row = start; row < end; row++) longest = Math.Max(longest, rows.RowIndices(row).Length);
            var room = new float[4 * width + longest];
            fixed (float* y = vectors.Values, g = gram.Values, x = room)
            fixed (int* all = rows.Indices)
            {
                for (var row = start; row < end; row++)
                {
                    var count = rows.RowIndices(row).Length;
                    var ridge = (float)(options.Lambda * Math.Pow(count + everything, options.FrequencyExponent));
                    solved.Row(row).CopyTo(room);                             // what is behind d stays 0
                    if (count > 0) ConjugateGradients(y, g, width, all + rows.Starts[row], count, ridge, x);
                    if (count > 0) room.AsSpan(0, d).CopyTo(solved.Row(row));
                    else solved.Row(row).Clear();
                }
            }
        });
    }

    // room: solution, residual, direction, image (width each), then one number for every observed row.
    private unsafe void ConjugateGradients(float* y, float* gram, int width, int* observed, int count, float ridge, float* room)
    {
        float* pointer = room + width, dots = room + 4 * width;
        Span<float> x = new(room, width), residual = new(pointer, width), direction = new(pointer + width, width), image = new(pointer + 2 * width, width);
        residual.Clear();
        new Span<float>(dots, count).Fill((float)(1 + options.Unobserved));
        FactorKernels.Add(y, width, observed, count, dots, pointer);
        Apply(room);
        TensorPrimitives.Subtract<float>(residual, image, residual);
        residual.CopyTo(direction);
        var size = TensorPrimitives.SumOfSquares<float>(residual);
        for (var step = 0; step < options.Steps && size > 1e-20f; step++)
        {
            Apply(pointer + width);
            var length = size / TensorPrimitives.Dot<float>(direction, image);
            TensorPrimitives.MultiplyAdd(direction, length, x, x);
            TensorPrimitives.MultiplyAdd(image, -length, residual, residual);
            var next = TensorPrimitives.SumOfSquares<float>(residual);
            TensorPrimitives.MultiplyAdd(direction, next / size, residual, direction);
            size = next;
        }

        void Apply(float* of)
        {
            var image = pointer + 2 * width;
            TensorPrimitives.Multiply(new ReadOnlySpan<float>(of, width), ridge, new Span<float>(image, width));
            FactorKernels.AddProduct(gram, width, of, image);
            FactorKernels.Dots(y, width, observed, count, of, dots);
            FactorKernels.Add(y, width, observed, count, dots, image);
        }
    }

    private static Matrix Gram(Matrix vectors)
    {
        var d = vectors.Columns;
        var parts = new float[Blocks.Count(vectors.Rows, 4096)][];
        Blocks.For(vectors.Rows, 4096, (block, start, end) =>
        {
            var part = new Matrix(end - start, d, vectors.RowBlock(start, end - start).ToArray());
            parts[block] = MatrixProduct.Multiply(part.Transpose(), part).Values;
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
