using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>EASE^R: a linear model of each item by all others, in closed form (Steck, "Embarrassingly shallow autoencoders", 2019).</summary>
/// <param name="options">λ, dropout, exponents.</param>
/// <remarks>
/// <c>P = (XᵀX + λ I)^-1, B = I - P diag(P)^-1</c>; score of i = sum over the history of B[j, i]. With exponents the columns and rows of
/// X are scaled first, λ along with them, and the scaling is undone in B. Fit about 2 n³ operations for n items, two times n² floats; an item
/// that nobody had scores 0.
/// </remarks>
public sealed class Ease(EaseOptions? options = null) : IRecommender
{
    private readonly EaseOptions options = options ?? new EaseOptions();

    /// <inheritdoc/>
    public string Name => "EASE";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        var histories = InteractionMatrix.Binary(train);
        return new Model(Name, histories, Weights(histories, options, cancellation));
    }

    /// <summary>B, shape (items, items), zero diagonal.</summary>
    /// <param name="histories">(users, items) what each user had; values are not used.</param>
    /// <param name="options">λ, dropout, exponents.</param>
    /// <param name="cancellation">Stops between blocks of columns.</param>
    public static Matrix Weights(SparseMatrix histories, EaseOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new EaseOptions();
        var byItem = histories.Transpose();
        var items = histories.Columns;
        var itemScale = new float[items];
        for (var i = 0; i < items; i++) itemScale[i] = (float)Math.Pow(Math.Max(1, byItem.RowIndices(i).Length), -options.ItemExponent);
        var userWeight = new float[histories.Rows];                           // squared scale: it stands on both sides of the Gram matrix
        for (var u = 0; u < histories.Rows; u++) userWeight[u] = (float)Math.Pow(Math.Max(1, histories.RowIndices(u).Length), -2 * options.UserExponent);

        var gram = new Matrix(items, items);
        Blocks.For(items, 16, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = gram.Row(i);
                foreach (var user in byItem.RowIndices(i))
                {
                    foreach (var j in histories.RowIndices(user)) row[j] += userWeight[user];
                }
                TensorPrimitives.Multiply<float>(row, itemScale, row);
                TensorPrimitives.Multiply(row, itemScale[i], row);
            }
        });
        var trace = 0.0;                                                      // mean square of the scaled entries keeps λ in interactions
        for (var i = 0; i < items; i++) trace += gram[i, i];
        var lambda = histories.Count == 0 ? options.Lambda : options.Lambda * trace / histories.Count;
        for (var i = 0; i < items; i++) gram[i, i] += (float)(lambda + options.Dropout / (1 - options.Dropout) * gram[i, i]);

        SymmetricInverse.InvertInPlace(gram, cancellation);
        Blocks.For(items, 64, (_, start, end) =>
        {
            // P is symmetric, so column scaling by 1 / P[i, i] is done along rows with a vector of them.
            for (var j = start; j < end; j++)
            {
                var row = gram.Row(j);
                for (var i = 0; i < items; i++)
                {
                    if (i != j) row[i] *= itemScale[j] / itemScale[i];
                }
            }
        });
        var diagonal = new float[items];
        for (var i = 0; i < items; i++) diagonal[i] = -1 / gram[i, i];
        Blocks.For(items, 64, (_, start, end) =>
        {
            for (var j = start; j < end; j++)
            {
                TensorPrimitives.Multiply<float>(gram.Row(j), diagonal, gram.Row(j));
                gram[j, j] = 0;
            }
        });
        return gram;
    }

    private sealed class Model(string name, SparseMatrix histories, Matrix weights) : IFoldIn
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            scores.Clear();
            foreach (var item in histories.RowIndices(user)) TensorPrimitives.Add<float>(scores, weights.Row(item), scores);
        }

        public IScorer For(Dataset other) => new Model(name, InteractionMatrix.Same(other, weights.Rows), weights);
    }
}
