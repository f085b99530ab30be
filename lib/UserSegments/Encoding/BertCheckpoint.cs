namespace UserSegments.Encoding;

/// <summary>Takes the weights of BERT-like encoders out of a checkpoint under the names that Hugging Face gives them.</summary>
internal sealed class BertCheckpoint
{
    // Heads of tasks and buffers: known to be there, and not of use here.
    private static readonly string[] Ignored =
        ["pooler.", "cls.", "lm_head.", "classifier.", "qa_outputs.", "vocab_transform.", "vocab_layer_norm.", "vocab_projector.", "pre_classifier.", "discriminator_predictions."];

    private readonly Safetensors file;
    private readonly BertConfig config;
    private readonly EncoderPrecision precision;
    private readonly CheckpointReader reader;

    public BertCheckpoint(Safetensors file, BertConfig config, EncoderPrecision precision)
    {
        (this.file, this.config, this.precision) = (file, config, precision);
        var prefix = new[] { string.Empty, "bert.", "roberta.", "distilbert.", "electra.", "model.", "0.auto_model." }
            .FirstOrDefault(start => file.Tensors.ContainsKey(start + "embeddings.word_embeddings.weight")) ?? string.Empty;
        reader = new CheckpointReader(file, prefix);
    }

    /// <summary>Reads everything; what is missing, misshapen or left over is named in one error.</summary>
    public BertWeights Read()
    {
        var (hidden, distil) = (config.HiddenSize, config.ModelType == "distilbert");
        var words = reader.Table("embeddings.word_embeddings.weight", config.VocabularySize, hidden);
        var weights = new
        {
            Positions = Values("embeddings.position_embeddings.weight", config.Positions, hidden),
            Types = config.Types == 0 ? [] : Values("embeddings.token_type_embeddings.weight", config.Types, hidden),
            Norm = Norm("embeddings.LayerNorm"),
        };
        var layers = new BertLayer?[config.Layers];
        for (var i = 0; i < layers.Length; i++) layers[i] = distil ? ReadDistil($"transformer.layer.{i}.") : ReadBert($"encoder.layer.{i}.");
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

    private BertLayer? ReadBert(string at) => ReadLayer(
        at + "attention.self.query", at + "attention.self.key", at + "attention.self.value", at + "attention.output.dense", at + "attention.output.LayerNorm",
        at + "intermediate.dense", at + "output.dense", at + "output.LayerNorm");

    private BertLayer? ReadDistil(string at) => ReadLayer(
        at + "attention.q_lin", at + "attention.k_lin", at + "attention.v_lin", at + "attention.out_lin", at + "sa_layer_norm",
        at + "ffn.lin1", at + "ffn.lin2", at + "output_layer_norm");

    private BertLayer? ReadLayer(string query, string key, string value, string output, string firstNorm, string widen, string narrow, string lastNorm)
    {
        var (hidden, inner) = (config.HiddenSize, config.IntermediateSize);
        float[] qkv = [.. Values(query + ".weight", hidden, hidden), .. Values(key + ".weight", hidden, hidden), .. Values(value + ".weight", hidden, hidden)];
        float[] qkvBias = [.. Values(query + ".bias", hidden), .. Values(key + ".bias", hidden), .. Values(value + ".bias", hidden)];
        var (out1, bias1) = (Values(output + ".weight", hidden, hidden), Values(output + ".bias", hidden));
        var (wide, wideBias) = (Values(widen + ".weight", inner, hidden), Values(widen + ".bias", inner));
        var (slim, slimBias) = (Values(narrow + ".weight", hidden, inner), Values(narrow + ".bias", hidden));
        var (first, last) = (Norm(firstNorm), Norm(lastNorm));
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
