using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Bayesian personalised ranking: factors that put what was had above what was not (Rendle et al., 2009).</summary>
/// <param name="options">Factors, epochs, step.</param>
/// <remarks>
/// Ascends <c>log σ(p_u · (q_i - q_j) + b_i - b_j)</c> over drawn triples (u had i, not j). One thread, since the triples build on each other
/// and the same seed shall give the same bits; O(epochs · interactions · d).
/// </remarks>
public sealed class Bpr(BprOptions? options = null) : IRecommender
{
    private readonly BprOptions options = options ?? new BprOptions();

    /// <inheritdoc/>
    public string Name => "BPR";

    /// <inheritdoc/>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        var histories = InteractionMatrix.Binary(train);
        var (items, d) = (histories.Columns, options.Factors);
        var rng = new Rng(options.Seed);
        // The bias of an item is its last coordinate; that of a user stays 1 there, so that a score is one dot product.
        var users = Start(histories.Rows, d + 1, rng);
        var things = Start(items, d + 1, rng);
        for (var u = 0; u < users.Rows; u++) users[u, d] = 1;
        for (var i = 0; i < items; i++) things[i, d] = 0;
        var owner = new int[histories.Count];
        for (var u = 0; u < histories.Rows; u++) Array.Fill(owner, u, histories.Starts[u], histories.Starts[u + 1] - histories.Starts[u]);

        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var rate = (float)(options.Rate * (1 - 0.9 * epoch / options.Epochs));
            for (var draw = 0; draw < histories.Count; draw++)
            {
                var at = rng.NextInt(histories.Count);
                var user = owner[at];
                var own = histories.RowIndices(user);
                if (own.Length == items) continue;                            // nothing left to prefer it to
                int other;
                do other = rng.NextInt(items);
                while (own.BinarySearch(other) >= 0);
                Step(users.Row(user), things.Row(histories.Indices[at]), things.Row(other), rate, (float)options.Regularisation);
            }
        }
        return new FactorScorer(Name, users, things);
    }

    private static void Step(Span<float> p, Span<float> had, Span<float> not, float rate, float pull)
    {
        var margin = TensorPrimitives.Dot<float>(p, had) - TensorPrimitives.Dot<float>(p, not);
        var slope = 1 / (1 + MathF.Exp(margin));
        var d = p.Length - 1;
        for (var f = 0; f < d; f++)
        {
            var (a, b, c) = (p[f], had[f], not[f]);
            p[f] = a + rate * (slope * (b - c) - pull * a);
            had[f] = b + rate * (slope * a - pull * b);
            not[f] = c + rate * (-slope * a - pull * c);
        }
        had[d] += rate * (slope - pull * had[d]);
        not[d] += rate * (-slope - pull * not[d]);
    }

    private static Matrix Start(int rows, int d, Rng rng)
    {
        var start = new Matrix(rows, d);
        for (var i = 0; i < start.Values.Length; i++) start.Values[i] = (float)(rng.NextGaussian() * 0.1 / Math.Sqrt(d));
        return start;
    }
}
