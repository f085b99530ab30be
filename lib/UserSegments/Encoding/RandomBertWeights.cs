using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Weights drawn as BERT is started: normal with deviation 0.02, biases 0, layer norms 1 and 0.</summary>
internal static class RandomBertWeights
{
    public static BertWeights Draw(BertConfig config, Rng rng, EncoderPrecision precision)
    {
        var h = config.HiddenSize;
        return new BertWeights
        {
            Words = new EmbeddingTable(Normal(checked(config.VocabularySize * h), rng), h),
            Positions = Normal(config.Positions * h, rng),
            Types = Normal(config.Types * h, rng),
            EmbeddingScale = Ones(h),
            EmbeddingShift = new float[h],
            Layers = Enumerable.Range(0, config.Layers).Select(_ => DrawLayer(config, rng, precision)).ToArray(),
        };
    }

    private static BertLayer DrawLayer(BertConfig config, Rng rng, EncoderPrecision precision)
    {
        var (h, inner) = (config.HiddenSize, config.IntermediateSize);
        return new BertLayer
        {
            Qkv = new LinearWeights(Normal(3 * h * h, rng), h, 3 * h, precision),
            QkvBias = new float[3 * h],
            Output = new LinearWeights(Normal(h * h, rng), h, h, precision),
            OutputBias = new float[h],
            AttentionScale = Ones(h),
            AttentionShift = new float[h],
            Widen = new LinearWeights(Normal(h * inner, rng), h, inner, precision),
            WidenBias = new float[inner],
            Narrow = new LinearWeights(Normal(h * inner, rng), inner, h, precision),
            NarrowBias = new float[h],
            FinalScale = Ones(h),
            FinalShift = new float[h],
        };
    }

    private static float[] Normal(int count, Rng rng)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)(0.02 * rng.NextGaussian());
        return values;
    }

    private static float[] Ones(int count)
    {
        var values = new float[count];
        values.AsSpan().Fill(1);
        return values;
    }
}
