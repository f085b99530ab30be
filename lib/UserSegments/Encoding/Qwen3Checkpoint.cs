namespace UserSegments.Encoding;

/// <summary>Takes the weights of a Qwen3 decoder out of a checkpoint under the names that Hugging Face gives them.</summary>
internal static class Qwen3Checkpoint
{
    // The head that predicts words has no part in embedding.
    internal static readonly string[] Ignored = ["lm_head."];

    /// <summary>Reads everything; what is missing, misshapen or left over is named in one error.</summary>
    public static Qwen3Weights Read(Checkpoint file, Qwen3Config config, EncoderPrecision precision)
    {
        var reader = new CheckpointReader(file, Prefix(file));
        var words = reader.Table("embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        var layers = Enumerable.Range(0, config.Layers).Select(i => ReadLayer(reader, config, precision, $"layers.{i}.")).ToArray();
        var last = reader.Values("norm.weight", config.HiddenSize);
        reader.Finish(Ignored, $"a qwen3 decoder of {config.Layers} layers");
        return new Qwen3Weights { Words = words!, Layers = layers!, FinalScale = last, Owner = file };
    }

    /// <summary>What stands before the names of the decoder's tensors.</summary>
    public static string Prefix(Checkpoint file) => file.Tensors.ContainsKey("model.embed_tokens.weight") ? "model." : string.Empty;

    private static Qwen3Layer? ReadLayer(CheckpointReader reader, Qwen3Config config, EncoderPrecision precision, string at)
    {
        var (hidden, inner, head) = (config.HiddenSize, config.IntermediateSize, config.HeadSize);
        var (queries, keys) = (config.Heads * head, config.KeyValueHeads * head);
        float[] qkv =
        [
            .. reader.Values(at + "self_attn.q_proj.weight", queries, hidden),
            .. reader.Values(at + "self_attn.k_proj.weight", keys, hidden),
            .. reader.Values(at + "self_attn.v_proj.weight", keys, hidden),
        ];
        var output = reader.Values(at + "self_attn.o_proj.weight", hidden, queries);
        float[] wide = [.. reader.Values(at + "mlp.gate_proj.weight", inner, hidden), .. reader.Values(at + "mlp.up_proj.weight", inner, hidden)];
        var down = reader.Values(at + "mlp.down_proj.weight", hidden, inner);
        var (first, second) = (reader.Values(at + "input_layernorm.weight", hidden), reader.Values(at + "post_attention_layernorm.weight", hidden));
        var (queryNorm, keyNorm) = (reader.Values(at + "self_attn.q_norm.weight", head), reader.Values(at + "self_attn.k_norm.weight", head));
        if (!reader.Complete) return null;
        return new Qwen3Layer
        {
            InputScale = first,
            Qkv = new LinearWeights(qkv, hidden, queries + 2 * keys, precision),
            QueryScale = queryNorm,
            KeyScale = keyNorm,
            Output = new LinearWeights(output, queries, hidden, precision),
            InnerScale = second,
            GateAndUp = new LinearWeights(wide, hidden, 2 * inner, precision),
            Down = new LinearWeights(down, inner, hidden, precision),
        };
    }
}
