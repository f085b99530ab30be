using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Recommendation;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace UserSegments.Dynamics;

/// <summary>A trained <see cref="SequenceModel"/>: a vector for each user, out of what they took last, and scores of all items.</summary>
public sealed class SequenceScorer : IFoldIn
{
    private const int AtOnce = 256;
    private readonly TrainableEncoder encoder;
    private readonly float[] bias;
    private readonly int length;

    internal SequenceScorer(string name, TrainableEncoder encoder, float[] bias, int length, (int Item, DateTime Time)[][] histories)
    {
        (Name, this.encoder, this.bias, this.length) = (name, encoder, bias, length);
        Users = new Matrix(histories.Length, encoder.Config.HiddenSize);
        for (var start = 0; start < histories.Length; start += AtOnce)
        {
            var count = Math.Min(AtOnce, histories.Length - start);
            // One item less than a piece: the place behind a whole piece foretold nothing while training.
            var batch = TokenBatch.FromSequences([.. histories.Skip(start).Take(count)
                .Select(own => NextInSequenceTask.Tokens(Array.ConvertAll(own[Math.Max(0, own.Length - length + 1)..], x => x.Item)))]);
            var states = encoder.Encode(batch);
            for (var i = 0; i < count; i++) states.Row(batch.Starts[i + 1] - 1).CopyTo(Users.Row(start + i));
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>(users, width) the state after the last item of each user; of users without items that before the first.</summary>
    public Matrix Users { get; }

    /// <inheritdoc/>
    /// <remarks>O(items width).</remarks>
    public void Score(int user, Span<float> scores)
    {
        var vectors = encoder.Words.Value;
        for (var item = 0; item < scores.Length; item++) scores[item] = TensorPrimitives.Dot<float>(Users.Row(user), vectors.Row(item + 1)) + bias[item];
    }

    /// <inheritdoc/>
    public IScorer For(Dataset histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        Check.SameLength(histories.Items.Count, bias.Length, nameof(histories), "the items of the model");
        return new SequenceScorer(Name, encoder, bias, length, SequenceModel.Histories(histories));
    }
}
