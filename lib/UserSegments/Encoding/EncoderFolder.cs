namespace UserSegments.Encoding;

/// <summary>Loads the encoder of a model folder, whatever its family.</summary>
internal static class EncoderFolder
{
    /// <summary>The encoder; it does not normalize.</summary>
    public static IEncoderModel Load(string folder, Pooling? pooling, EncoderPrecision precision)
    {
        var path = Path.Combine(folder, "config.json");
        string? family;
        using (var document = JsonFile.Open(path)) family = document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object ? document.RootElement.Text("model_type", path) : null;
        if (family == "qwen3")
        {
            // A decoder's last token is the only one that has seen the whole text.
            return Qwen3Encoder.Load(folder, pooling ?? Pooling.Last, normalize: false, precision);
        }
        return BertEncoder.Load(folder, pooling ?? Pooling.Mean, normalize: false, precision);
    }
}
