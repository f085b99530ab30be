using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>
/// Frequent tokens count less: a text is the mean of its tokens' vectors with weights <c>a / (a + p)</c>, p being a token's share of all tokens of
/// the texts at hand (smooth inverse frequency; Arora, Liang and Ma, <em>A simple but tough-to-beat baseline for sentence embeddings</em>, 2017).
/// </summary>
/// <remarks>What is frequent is special to a set of texts, so the weights are counted there and no text is needed beyond it. Nothing is trained.</remarks>
public static class InverseFrequency
{
    /// <summary>The model with weights that are counted in some texts.</summary>
    /// <param name="model">Averages its tokens.</param>
    /// <param name="texts">Where tokens are counted: those that will be compared, or more of their kind.</param>
    /// <param name="a">The share at which a token weighs half, above 0; 0.001, the paper's, unless given.</param>
    /// <exception cref="InvalidOperationException">The model does not average tokens.</exception>
    public static ITextModel Weigh(ITokenWeighting model, IReadOnlyList<string> texts, double a = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.WithTokenWeights(Weights(model.Tokenizer, texts, a));
    }

    /// <summary>(ids) the weight of every token; 1 for those that are not in the texts.</summary>
    /// <param name="tokenizer">Makes the tokens.</param>
    /// <param name="texts">Where they are counted, each as often as it is there.</param>
    /// <param name="a">The share at which a token weighs half, above 0.</param>
    public static float[] Weights(Tokenizer tokenizer, IReadOnlyList<string> texts, double a = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(texts);
        Check.Positive(a);
        var ids = tokenizer.EncodeBatch(texts).Ids;
        var counts = new long[tokenizer.VocabularySize];
        foreach (var id in ids) counts[id]++;
        return Array.ConvertAll(counts, count => (float)(a / (a + (count / (double)Math.Max(1, ids.Length)))));
    }

    /// <summary>Refuses weights that do not fit.</summary>
    internal static float[] Checked(float[] weights, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length < vocabulary) throw new ArgumentException($"weights has {weights.Length} values, expected one for each of the tokenizer's {vocabulary} ids.", nameof(weights));
        var bad = Array.FindIndex(weights, weight => !(weight >= 0) || !float.IsFinite(weight));
        if (bad >= 0) throw new ArgumentException($"weights[{bad}] is {weights[bad]}, expected a finite number of at least 0.", nameof(weights));
        return weights;
    }
}
