using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>One vector a user out of the vectors of what the user wrote.</summary>
public static class UserPooling
{
    /// <summary>The weighted mean of every user's texts: <c>sum w_i x_i / sum w_i</c>.</summary>
    /// <param name="textVectors">(texts, d).</param>
    /// <param name="owner">User of each text, 0 to users - 1.</param>
    /// <param name="weights">Weight of each text, finite and at least 0.</param>
    /// <param name="users">Number of users.</param>
    /// <returns>(users, d); a user without texts, or whose weights are all 0, gets zeros.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or an owner or a weight is out of range; the place is named.</exception>
    /// <remarks>Texts are added in their order, so the bits do not depend on the number of threads.</remarks>
    public static Matrix Pool(Matrix textVectors, int[] owner, float[] weights, int users)
    {
        ArgumentNullException.ThrowIfNull(textVectors);
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(weights);
        Check.AtLeast(users, 0);
        Check.SameLength(owner.Length, textVectors.Rows, nameof(owner), "the rows of textVectors");
        Check.SameLength(weights.Length, textVectors.Rows, nameof(weights), "the rows of textVectors");
        var pooled = new Matrix(users, textVectors.Columns);           // (users, d)
        var totals = new double[users];
        for (var text = 0; text < owner.Length; text++)
        {
            var (user, weight) = (owner[text], weights[text]);
            if (user < 0 || user >= users) throw new ArgumentException($"owner[{text}] is {user}, expected 0 to {users - 1}.", nameof(owner));
            if (!(weight >= 0) || !float.IsFinite(weight)) throw new ArgumentException($"weights[{text}] is {weight}, expected a finite number of at least 0.", nameof(weights));
            if (weight == 0) continue;
            TensorPrimitives.MultiplyAdd(textVectors.Row(text), weight, pooled.Row(user), pooled.Row(user));
            totals[user] += weight;
        }
        for (var user = 0; user < users; user++)
        {
            if (totals[user] > 0) TensorPrimitives.Multiply(pooled.Row(user), (float)(1 / totals[user]), pooled.Row(user));
        }
        return pooled;
    }

    /// <summary>The plain mean of every user's texts.</summary>
    /// <param name="textVectors">(texts, d).</param>
    /// <param name="owner">User of each text, 0 to users - 1.</param>
    /// <param name="users">Number of users.</param>
    /// <returns>(users, d); a user without texts gets zeros.</returns>
    public static Matrix Pool(Matrix textVectors, int[] owner, int users)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var ones = new float[owner.Length];
        ones.AsSpan().Fill(1);
        return Pool(textVectors, owner, ones, users);
    }

    /// <summary>Weights by centrality: softmax over each user's texts of <c>cos(x_i, user's mean) / temperature</c>, so that stray texts count less.</summary>
    /// <param name="textVectors">(texts, d).</param>
    /// <param name="owner">User of each text, 0 to users - 1.</param>
    /// <param name="users">Number of users.</param>
    /// <param name="temperature">Above 0; small means that only the most central texts count.</param>
    /// <returns>(texts) weights that add up to 1 for every user with texts.</returns>
    public static float[] CentralityWeights(Matrix textVectors, int[] owner, int users, double temperature = 0.1)
    {
        Check.Positive(temperature);
        var means = Pool(textVectors, owner, users).NormalizeRows();
        var unit = textVectors.NormalizeRows();
        var weights = new float[owner.Length];
        var totals = new double[users];
        for (var text = 0; text < owner.Length; text++)
        {
            // Cosines are at most 1, so the exponent is at most 0 and cannot overflow.
            var cosine = TensorPrimitives.Dot<float>(unit.Row(text), means.Row(owner[text]));
            weights[text] = (float)Math.Exp(Math.Max((Math.Min(cosine, 1) - 1) / temperature, -80));
            totals[owner[text]] += weights[text];
        }
        for (var text = 0; text < owner.Length; text++) weights[text] = (float)(weights[text] / totals[owner[text]]);
        return weights;
    }
}
