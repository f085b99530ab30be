namespace UserSegments.Encoding;

/// <summary>Names under which a layer's linear layers and norms stand in a checkpoint, without <c>.weight</c> and <c>.bias</c>.</summary>
internal sealed record BertLayerNames(string Query, string Key, string Value, string Output, string FirstNorm, string Widen, string Narrow, string LastNorm)
{
    /// <summary>The names that the family of the model gives them.</summary>
    public static BertLayerNames Of(BertConfig config, int layer)
    {
        if (config.ModelType == "distilbert")
        {
            var at = $"transformer.layer.{layer}.";
            return new BertLayerNames(
                at + "attention.q_lin", at + "attention.k_lin", at + "attention.v_lin", at + "attention.out_lin", at + "sa_layer_norm",
                at + "ffn.lin1", at + "ffn.lin2", at + "output_layer_norm");
        }
        var bert = $"encoder.layer.{layer}.";
        return new BertLayerNames(
            bert + "attention.self.query", bert + "attention.self.key", bert + "attention.self.value", bert + "attention.output.dense", bert + "attention.output.LayerNorm",
            bert + "intermediate.dense", bert + "output.dense", bert + "output.LayerNorm");
    }
}
