using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Losses under which vectors that belong together attract each other; the vectors have length 1.</summary>
public static class ContrastiveLosses
{
    /// <summary>In-batch negatives (InfoNCE; van den Oord et al., 2018): row i of one matrix belongs to row i of the other, all other rows do not.</summary>
    /// <param name="left">(n, d) rows of length 1.</param>
    /// <param name="right">(n, d) rows of length 1.</param>
    /// <param name="temperature">τ of <c>cosine / τ</c>, above 0.</param>
    /// <param name="groups">(n) what a row is about; rows of one group are not each other's negatives. Null: all differ.</param>
    /// <param name="offsets">(n) added to the logits of each right row where left rows choose among them, such as <c>-ln(share of the row among all examples)</c>:
    /// frequent rows are negatives more often, which this corrects (Yi et al., 2019). Empty: none.</param>
    /// <returns>The mean loss of both directions and the gradients of both matrices, each (n, d).</returns>
    public static (double Loss, Matrix Left, Matrix Right) InBatch(
        Matrix left, Matrix right, double temperature, ReadOnlySpan<int> groups = default, ReadOnlySpan<float> offsets = default)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != right.Rows || left.Columns != right.Columns)
            throw new ArgumentException($"right is ({right.Rows}, {right.Columns}), expected ({left.Rows}, {left.Columns}) as left.", nameof(right));
        if (groups.Length > 0) Check.SameLength(groups.Length, left.Rows, nameof(groups), "the rows of left");
        if (offsets.Length > 0) Check.SameLength(offsets.Length, left.Rows, nameof(offsets), "the rows of right");
        var scale = (float)(1 / Check.Positive(temperature));
        var n = left.Rows;
        var forward = MatrixProduct.MultiplyTransposed(left, right);              // (n, n)
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) forward[i, j] = i != j && groups.Length > 0 && groups[i] == groups[j] ? -1e9f : forward[i, j] * scale;
        }
        var labels = new int[n];
        for (var i = 0; i < n; i++) labels[i] = i;
        var backward = forward.Transpose();
        for (var i = 0; i < n && offsets.Length > 0; i++) TensorPrimitives.Add(forward.Row(i), offsets, forward.Row(i));
        var loss = 0.5 * (CrossEntropy.Backward(forward, labels) + CrossEntropy.Backward(backward, labels));
        var gradient = new Matrix(n, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) gradient[i, j] = 0.5f * scale * (forward[i, j] + backward[j, i]);
        }
        return (loss, MatrixProduct.Multiply(gradient, right), MatrixProduct.Multiply(gradient.Transpose(), left));
    }

    /// <summary>Supervised contrastive loss (Khosla et al., 2020, L_out): rows of one label attract each other, all other rows repel.</summary>
    /// <param name="vectors">(n, d) rows of length 1.</param>
    /// <param name="labels">(n) labels; rows whose label is alone in the batch are no anchors.</param>
    /// <param name="temperature">τ, above 0.</param>
    /// <returns>The mean loss over the anchors and the gradient, (n, d); 0 if there is no anchor.</returns>
    public static (double Loss, Matrix Gradient) Supervised(Matrix vectors, ReadOnlySpan<int> labels, double temperature)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        Check.SameLength(labels.Length, vectors.Rows, nameof(labels), "the rows of vectors");
        var (n, scale) = (vectors.Rows, 1 / Check.Positive(temperature));
        var similarity = MatrixProduct.MultiplyTransposed(vectors, vectors);      // (n, n)
        var gradient = new Matrix(n, n);                                          // of the similarities
        var (loss, anchors) = (0.0, 0);
        for (var i = 0; i < n; i++)
        {
            var positives = 0;
            for (var j = 0; j < n; j++) positives += j != i && labels[j] == labels[i] ? 1 : 0;
            if (positives == 0) continue;
            anchors++;
            var (largest, sum) = (double.NegativeInfinity, 0.0);
            for (var j = 0; j < n; j++) largest = j == i ? largest : Math.Max(largest, scale * similarity[i, j]);
            for (var j = 0; j < n; j++) sum += j == i ? 0 : Math.Exp(scale * similarity[i, j] - largest);
            for (var j = 0; j < n; j++)
            {
                if (j == i) continue;
                var share = labels[j] == labels[i] ? 1.0 / positives : 0;
                loss += share * (largest + Math.Log(sum) - scale * similarity[i, j]);
                gradient[i, j] = (float)(scale * (Math.Exp(scale * similarity[i, j] - largest) / sum - share));
            }
        }
        if (anchors == 0) return (0, new Matrix(n, vectors.Columns));
        var both = new Matrix(n, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) both[i, j] = (gradient[i, j] + gradient[j, i]) / anchors;
        }
        return (loss / anchors, MatrixProduct.Multiply(both, vectors));
    }
}
