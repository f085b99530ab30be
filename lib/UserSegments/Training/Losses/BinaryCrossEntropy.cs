using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Cross-entropy of yes or no, <c>log(1 + e^z) - y z</c>, with a weight for yes.</summary>
public static class BinaryCrossEntropy
{
    /// <summary>The mean loss; logits become their gradient.</summary>
    /// <param name="logits">(n) logits; replaced by the gradient of the mean loss.</param>
    /// <param name="labels">(n) answers.</param>
    /// <param name="positiveWeight">Weight of yes against no, above 0.</param>
    public static double Backward(Span<float> logits, ReadOnlySpan<bool> labels, double positiveWeight = 1)
    {
        Check.SameLength(labels.Length, logits.Length, nameof(labels), nameof(logits));
        Check.Positive(positiveWeight);
        var (sum, total) = (0.0, 0.0);
        foreach (var label in labels) total += label ? positiveWeight : 1;
        for (var i = 0; i < logits.Length; i++)
        {
            double z = logits[i];
            var weight = labels[i] ? positiveWeight : 1;
            sum += weight * (Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (labels[i] ? z : 0));
            logits[i] = (float)(weight / total * (1 / (1 + Math.Exp(-z)) - (labels[i] ? 1 : 0)));
        }
        return total > 0 ? sum / total : 0;
    }
}
