using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Begins an encoder as good as token vectors that are already known: at first its vector of a text is the mean of the vectors of its tokens.</summary>
/// <remarks>
/// A norm after every layer would make all tokens equally long, and with it a stop word as weighty as a rare word. So the width beyond that of
/// the given vectors is ballast: it fills every token up to one length, and the last norm takes it out again. All layers begin as the identity
/// (what they add is 0), so training starts from the given vectors and can only bend them. The mean is exact but for the position embeddings.
/// </remarks>
public static class WarmStart
{
    /// <summary>Share of a token's length that the longest of the given vectors gets.</summary>
    private const double LargestShare = 0.9;

    /// <summary>Overwrites the weights of an encoder.</summary>
    /// <param name="encoder">At least 16 wider than the vectors, and at least one layer.</param>
    /// <param name="vectors">(vocabulary, d) a vector a token, finite; rows of zeros are tokens that do not count, such as [CLS]. Their lengths are their weights.</param>
    /// <param name="seed">Seed of the position embeddings and of the weights inside the layers.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or all vectors are 0.</exception>
    public static void FromTokenVectors(TrainableEncoder encoder, Matrix vectors, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Check.Finite(vectors);
        var (width, known) = (encoder.Config.HiddenSize, vectors.Columns);
        Check.SameLength(vectors.Rows, encoder.Config.VocabularySize, nameof(vectors), "the encoder's vocabulary");
        if (width < known + 16 || encoder.Config.Layers == 0)
            throw new ArgumentException($"The encoder has width {width} and {encoder.Config.Layers} layers, expected at least {known + 16} and 1.", nameof(encoder));
        var random = new Rng(seed);
        foreach (var table in encoder.Parameters) table.FillNormal(0.02, random);
        foreach (var vector in encoder.Parameters.Where(p => !p.Decays)) vector.Fill(vector.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0);
        encoder.Kinds.Fill(0);
        FillWords(encoder.Words, vectors);
        foreach (var block in encoder.Blocks)
        {
            block.Project.Weight.Fill(0);
            block.Narrow.Weight.Fill(0);
        }
        var last = encoder.Blocks[^1].Norm2.Gamma;
        last.Value.Values.AsSpan(known).Clear();
        last.Touch();
    }

    /// <summary>Rows of mean 0 and variance 1, so that the norms leave them as they are: a scaled vector, then ballast.</summary>
    private static void FillWords(Parameter words, Matrix vectors)
    {
        var (width, known) = (words.Value.Columns, vectors.Columns);
        var spare = width - known;
        var largest = Enumerable.Range(0, vectors.Rows).Max(row => Length(vectors.Row(row), spare));
        if (!(largest > 0)) throw new ArgumentException("vectors are all 0, expected some that are not.", nameof(vectors));
        var scale = (float)Math.Sqrt(LargestShare * width / largest);
        for (var row = 0; row < vectors.Rows; row++)
        {
            var from = vectors.Row(row);
            var to = words.Value.Row(row);
            var sum = 0f;
            for (var j = 0; j < known; j++) sum += to[j] = scale * from[j];
            var ballast = (float)Math.Sqrt((width - (scale * scale * Length(from, spare))) / (spare & ~1));
            // Alternating signs have mean 0; an odd last place only takes its share of the sum.
            for (var j = known; j < width; j++) to[j] = (j - known < (spare & ~1) ? ((j - known) % 2 == 0 ? ballast : -ballast) : 0) - (sum / spare);
        }
        words.Touch();
    }

    /// <summary>Squared length of a vector and of what brings its mean to 0.</summary>
    private static double Length(ReadOnlySpan<float> vector, int spare)
    {
        var (squares, sum) = (0.0, 0.0);
        foreach (var x in vector)
        {
            squares += (double)x * x;
            sum += x;
        }
        return squares + (sum * sum / spare);
    }
}
