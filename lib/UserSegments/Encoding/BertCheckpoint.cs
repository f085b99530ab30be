namespace UserSegments.Encoding;

/// <summary>Takes the weights of BERT-like encoders out of a checkpoint under the names that Hugging Face gives them.</summary>
internal sealed class BertCheckpoint
{
    // Heads of tasks and buffers: known to be there, and not of use here.
    internal static readonly string[] Ignored =
        ["pooler.", "cls.", "lm_head.", "classifier.", "qa_outputs.", "vocab_transform.", "vocab_layer_norm.", "vocab_projector.", "pre_classifier.", "discriminator_predictions."];

    private readonly Checkpoint file;
    private readonly BertConfig config;
    private readonly EncoderPrecision precision;
    private readonly CheckpointReader reader;

    public BertCheckpoint(Checkpoint file, BertConfig config, EncoderPrecision precision)
    {
        (this.file, this.config, this.precision) = (file, config, precision);
        reader = new CheckpointReader(file, Prefix(file));
    }

    /// <summary>What stands before the names of the encoder's tensors.</summary>
    public static string Prefix(Checkpoint file) => new[] { string.Empty, "bert.", "roberta.", "distilbert.", "electra.", "model.", "0.auto_model." }
        .FirstOrDefault(start => file.Tensors.ContainsKey(start + "embeddings.word_embeddings.weight")) ?? string.Empty;

    /// <summary>Reads everything; what is missing, misshapen or left over is named in one error.</summary>
    public BertWeights Read()
    {
        var hidden = config.HiddenSize;
        var words = reader.Table("embeddings.word_embeddings.weight", config.VocabularySize, hidden);
        var weights = new
        {
            Positions = Values("embeddings.position_embeddings.weight", config.Positions, hidden),
            Types = config.Types == 0 ? [] : Values("embeddings.token_type_embeddings.weight", config.Types, hidden),
            Norm = Norm("embeddings.LayerNorm"),
        };
        var layers = new BertLayer?[config.Layers];
        for (var i = 0; i < layers.Length; i++) layers[i] = ReadLayer(BertLayerNames.Of(config, i));
        reader.Finish(Ignored, $"a {config.ModelType} encoder of {config.Layers} layers");
        return new BertWeights
        {
            Words = words!,
            Positions = weights.Positions,
            Types = weights.Types,
            EmbeddingScale = weights.Norm.Scale,
            EmbeddingShift = weights.Norm.Shift,
            Layers = layers!,
            Owner = file,
        };
    }

    private BertLayer? ReadLayer(BertLayerNames names)
    {
        var (hidden, inner) = (config.HiddenSize, config.IntermediateSize);
        float[] qkv = [.. Values(names.Query + ".weight", hidden, hidden), .. Values(names.Key + ".weight", hidden, hidden), .. Values(names.Value + ".weight", hidden, hidden)];
        float[] qkvBias = [.. Values(names.Query + ".bias", hidden), .. Values(names.Key + ".bias", hidden), .. Values(names.Value + ".bias", hidden)];
        var (out1, bias1) = (Values(names.Output + ".weight", hidden, hidden), Values(names.Output + ".bias", hidden));
        var (wide, wideBias) = (Values(names.Widen + ".weight", inner, hidden), Values(names.Widen + ".bias", inner));
        var (slim, slimBias) = (Values(names.Narrow + ".weight", hidden, inner), Values(names.Narrow + ".bias", hidden));
        var (first, last) = (Norm(names.FirstNorm), Norm(names.LastNorm));
        if (!reader.Complete) return null;
        return new BertLayer
        {
            Qkv = new LinearWeights(qkv, hidden, 3 * hidden, precision),
            QkvBias = qkvBias,
            Output = new LinearWeights(out1, hidden, hidden, precision),
            OutputBias = bias1,
            AttentionScale = first.Scale,
            AttentionShift = first.Shift,
            Widen = new LinearWeights(wide, hidden, inner, precision),
            WidenBias = wideBias,
            Narrow = new LinearWeights(slim, inner, hidden, precision),
            NarrowBias = slimBias,
            FinalScale = last.Scale,
            FinalShift = last.Shift,
        };
    }

    /// <summary>Old checkpoints call the two vectors gamma and beta.</summary>
    private (float[] Scale, float[] Shift) Norm(string name)
    {
        var old = reader.Holds(name + ".gamma");
        return (Values(name + (old ? ".gamma" : ".weight"), config.HiddenSize), Values(name + (old ? ".beta" : ".bias"), config.HiddenSize));
    }

    private float[] Values(string name, params ReadOnlySpan<long> shape) => reader.Values(name, shape);
}
