using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>User vectors out of what people wrote, without training: the mean of their texts, drawn to the population's mean where texts are few.</summary>
public static class ProfileVectors
{
    /// <summary>
    /// <c>normalize((k c + sum_i w_i x_i) / (k + sum_i w_i))</c> with x the vectors of the texts (length 1), c the mean vector of all texts, k the
    /// prior's strength and <c>w_i = 0.5^(texts after i / half-life)</c>; people without texts get c.
    /// </summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="histories">For each person the token ids of its texts, the oldest first.</param>
    /// <param name="options">Half-life, strength of the prior, pooling.</param>
    /// <param name="prior">The mean vector to lean on, shape (width); null takes that of these histories.</param>
    /// <returns>(people, width), rows of length 1.</returns>
    public static Matrix Encode(
        TrainableEncoder encoder, IReadOnlyList<IReadOnlyList<int[]>> histories, ProfileUpdateOptions? options = null, IReadOnlyList<float>? prior = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new ProfileUpdateOptions();
        var texts = PooledPass.Encode(encoder, [.. histories.SelectMany(texts => texts)], options.Text.Pooling, normalize: true);
        return Pool(texts, [.. histories.Select(h => h.Count)], options, prior ?? (texts.Rows > 0 ? texts.ColumnMeans() : new float[texts.Columns]));
    }

    internal static Matrix Pool(Matrix texts, int[] counts, ProfileUpdateOptions options, IReadOnlyList<float> prior)
    {
        Check.SameLength(prior.Count, texts.Columns, nameof(prior), "the columns of the text vectors");
        var profiles = new Matrix(counts.Length, texts.Columns);
        var at = 0;
        for (var user = 0; user < counts.Length; user++)
        {
            var profile = profiles.Row(user);
            // Where nothing was written the prior counts, however weak.
            var strength = counts[user] == 0 ? 1 : options.PriorStrength;
            for (var j = 0; j < profile.Length; j++) profile[j] = (float)strength * prior[j];
            for (var i = 0; i < counts[user]; i++, at++)
            {
                var weight = options.HalfLifeTexts is { } half ? (float)Math.Pow(0.5, (counts[user] - 1 - i) / half) : 1;
                TensorPrimitives.MultiplyAdd<float>(texts.Row(at), weight, profile, profile);
            }
        }
        return profiles.NormalizeRows();
    }
}
