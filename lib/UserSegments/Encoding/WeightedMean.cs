using System.Numerics.Tensors;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Encoding;

/// <summary>An encoder whose vector of a sequence is the weighted mean of the last hidden states; without any weight it is zero.</summary>
internal sealed class WeightedMean(BertEncoder model, float[] weights) : IEncoderModel
{
    public int Dimension => model.Dimension;

    public int MaxTokens => model.MaxTokens;

    public int VocabularySize => model.VocabularySize;

    public Matrix Encode(TokenBatch batch)
    {
        var states = model.Forward(batch);                             // (tokens, H)
        var pooled = new Matrix(batch.Count, Dimension);
        for (var s = 0; s < batch.Count; s++)
        {
            var row = pooled.Row(s);
            var total = 0f;
            for (var t = batch.Starts[s]; t < batch.Starts[s + 1]; t++)
            {
                var weight = weights[batch.Ids[t]];
                TensorPrimitives.MultiplyAdd(states.Row(t), weight, row, row);
                total += weight;
            }
            if (total > 0) TensorPrimitives.Divide(row, total, row);
            if (model.Normalize) PoolingKernels.Normalize(row);
        }
        return pooled;
    }
}
