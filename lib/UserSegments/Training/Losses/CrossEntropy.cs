using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Softmax cross-entropy, <c>-w[y] log softmax(z)[y]</c>, averaged over the weights of the rows.</summary>
/// <remarks>Sums are in double precision and in row order. NaN spreads into the loss. O(rows classes).</remarks>
public static class CrossEntropy
{
    /// <summary>The mean loss; logits become their gradient.</summary>
    /// <param name="logits">(rows, classes); replaced by the gradient of the mean loss.</param>
    /// <param name="labels">(rows) classes; -1 leaves a row out.</param>
    /// <param name="classWeights">(classes) weights, or null for 1.</param>
    /// <param name="smoothing">Label smoothing, 0 to below 1.</param>
    /// <exception cref="ArgumentException">A label is not a class.</exception>
    public static double Backward(Matrix logits, ReadOnlySpan<int> labels, IReadOnlyList<double>? classWeights = null, double smoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Check.SameLength(labels.Length, logits.Rows, nameof(labels), "the rows of logits");
        Check.InRange(smoothing, 0, 0.99);
        var total = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < -1 || labels[i] >= logits.Columns)
                throw new ArgumentException($"labels holds {labels[i]} at {i}, expected -1 to {logits.Columns - 1}.", nameof(labels));
            total += labels[i] < 0 ? 0 : classWeights?[labels[i]] ?? 1;
        }
        var chosen = labels.ToArray();
        var losses = new double[logits.Rows];
        Blocks.For(logits.Rows, 8, (_, first, last) =>
        {
            for (var i = first; i < last; i++)
            {
                var row = logits.Row(i);
                if (chosen[i] < 0)
                {
                    row.Clear();
                    continue;
                }
                var weight = classWeights?[chosen[i]] ?? 1;
                losses[i] = weight * Row(row, chosen[i], smoothing, weight / total);
            }
        });
        return total > 0 ? losses.Sum() / total : 0;
    }

    /// <summary>The loss of one row; its logits become the gradient times a scale.</summary>
    private static double Row(Span<float> row, int label, double smoothing, double scale)
    {
        var largest = TensorPrimitives.Max<float>(row);
        var meanLogit = smoothing > 0 ? TensorPrimitives.Sum<float>(row) / row.Length : 0;
        var chosen = row[label];
        TensorPrimitives.Subtract(row, largest, row);
        TensorPrimitives.Exp<float>(row, row);
        var sum = TensorPrimitives.Sum<float>(row);
        TensorPrimitives.Multiply(row, (float)(scale / sum), row);
        if (smoothing > 0) TensorPrimitives.Add(row, (float)(-scale * smoothing / row.Length), row);
        row[label] -= (float)(scale * (1 - smoothing));
        return Math.Log(sum) + largest - (1 - smoothing) * chosen - smoothing * meanLogit;
    }
}
