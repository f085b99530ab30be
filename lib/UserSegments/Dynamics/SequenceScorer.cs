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
    private readonly int length;
    private readonly bool repeats;

    internal SequenceScorer(string name, TrainableEncoder encoder, float[] bias, int length, (int Item, DateTime Time)[][] histories, bool repeats)
    {
        (Name, Encoder, Bias, this.length, this.repeats) = (name, encoder, bias, length, repeats);
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

    internal TrainableEncoder Encoder { get; }

    internal float[] Bias { get; }

    /// <summary>(users, width) the state after the last item of each user; of users without items that before the first.</summary>
    public Matrix Users { get; }

    /// <inheritdoc/>
    /// <remarks>O(items width).</remarks>
    public void Score(int user, Span<float> scores)
    {
        var vectors = Encoder.Words.Value;
        for (var item = 0; item < scores.Length; item++) scores[item] = TensorPrimitives.Dot<float>(Users.Row(user), vectors.Row(item + 1)) + Bias[item];
    }

    /// <inheritdoc/>
    public IScorer For(Dataset histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        Check.SameLength(histories.Items.Count, Bias.Length, nameof(histories), "the items of the model");
        return new SequenceScorer(Name, Encoder, Bias, length, SequenceModel.Histories(histories, repeats), repeats);
    }
}
