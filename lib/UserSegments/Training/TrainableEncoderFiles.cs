using System.Text.Json;
using UserSegments.Encoding;

namespace UserSegments.Training;

/// <content>Reading and writing in Hugging Face form.</content>
public sealed partial class TrainableEncoder
{
    /// <summary>Reads an encoder out of a Hugging Face folder (config.json, model.safetensors).</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">A file is broken, a tensor is missing or has another shape, or the family cannot be trained.</exception>
    public static TrainableEncoder Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var config = BertConfig.Load(Path.Combine(folder, "config.json"));
        using var checkpoint = Checkpoint.Open(folder);
        TrainableEncoder encoder;
        try
        {
            encoder = new TrainableEncoder(config, 0);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{folder}: {error.Message}", error);
        }
        var prefix = checkpoint.Tensors.Keys.FirstOrDefault(name => name.EndsWith("embeddings.word_embeddings.weight", StringComparison.Ordinal))
            ?.Replace("embeddings.word_embeddings.weight", "", StringComparison.Ordinal) ?? "";
        foreach (var (name, shape, parameter, start, count) in encoder.Tensors())
            checkpoint.ReadFloats(prefix + name, shape).AsSpan().CopyTo(parameter.Value.Values.AsSpan(start, count));
        foreach (var parameter in encoder.Parameters) parameter.Touch();
        return encoder;
    }

    /// <summary>Writes model.safetensors and config.json, each whole or not at all; adapters are merged in.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="half">Whether values are written in half precision.</param>
    /// <exception cref="InvalidOperationException">The encoder is causal: who reads a folder of the BERT family expects attention to both sides.</exception>
    public void Save(string folder, bool half = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (Causal) throw new InvalidOperationException("A causal encoder has no form in the BERT family, expected one that sees both sides.");
        Directory.CreateDirectory(folder);
        var merged = blocks.SelectMany(block => block.Linears).Where(linear => linear.Adapters.Count > 0).ToDictionary(linear => linear.Weight, linear =>
        {
            var weight = linear.Weight.Value.Copy();
            foreach (var adapter in linear.Adapters) adapter.MergeInto(weight);
            return weight.Values;
        });
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            [.. Tensors().Select(t => (t.Name, t.Shape, (ReadOnlyMemory<float>)(merged.GetValueOrDefault(t.Parameter) ?? t.Parameter.Value.Values).AsMemory(t.Start, t.Count)))],
            new Dictionary<string, string> { ["format"] = "pt" },
            half ? TensorType.Float16 : TensorType.Float32);
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config + ".tmp", ConfigJson());
        File.Move(config + ".tmp", config, overwrite: true);
    }

    /// <summary>Writes the adapters alone, under the names of the PEFT library.</summary>
    /// <param name="path">A .safetensors file.</param>
    /// <exception cref="InvalidOperationException">There are no adapters.</exception>
    public void SaveAdapters(string path)
    {
        if (AdapterParameters.Count == 0) throw new InvalidOperationException("The encoder has no adapters, expected some: train it with FineTuning.Lora first.");
        SafetensorsWriter.Write(path, [.. AdapterParameters.Select(p =>
            ($"base_model.model.{p.Name}", new long[] { p.Value.Rows, p.Value.Columns }, (ReadOnlyMemory<float>)p.Value.Values))]);
    }

    /// <summary>Adds the adapters to the weights and drops them; the vectors stay the same but for rounding.</summary>
    public void MergeAdapters()
    {
        foreach (var linear in blocks.SelectMany(block => block.Linears).Where(linear => linear.Adapters.Count > 0))
        {
            foreach (var adapter in linear.Adapters) adapter.MergeInto(linear.Weight.Value);
            linear.Adapters.Clear();
            linear.Weight.Touch();
        }
    }

    /// <summary>An encoder with the same weights, nothing of it trained; adapters are merged in.</summary>
    public TrainableEncoder Copy()
    {
        var copy = new TrainableEncoder(Config, 0, Causal) { DropoutRate = DropoutRate };
        foreach (var (from, to) in Parameters.Zip(copy.Parameters)) from.Value.Values.CopyTo(to.Value.Values, 0);
        foreach (var (from, to) in blocks.SelectMany(b => b.Linears).Zip(copy.blocks.SelectMany(b => b.Linears)))
        {
            foreach (var adapter in from.Adapters) adapter.MergeInto(to.Weight.Value);
        }
        foreach (var parameter in copy.Parameters) parameter.Touch();
        return copy;
    }

    /// <summary>Hugging Face's tensors and where they lie in the parameters: query, key and value are one parameter here.</summary>
    internal IEnumerable<(string Name, long[] Shape, Parameter Parameter, int Start, int Count)> Tensors()
    {
        foreach (var parameter in Parameters)
        {
            var (rows, columns) = (parameter.Value.Rows, parameter.Value.Columns);
            if (!parameter.Name.Contains(".qkv.", StringComparison.Ordinal))
            {
                yield return (parameter.Name, rows == 1 && !parameter.Decays ? [columns] : [rows, columns], parameter, 0, parameter.Count);
                continue;
            }
            var parts = new[] { "query", "key", "value" };
            for (var part = 0; part < 3; part++)
            {
                var count = parameter.Count / 3;
                var name = parameter.Name.Replace(".qkv.", $".{parts[part]}.", StringComparison.Ordinal);
                yield return (name, rows == 1 ? [Config.HiddenSize] : [Config.HiddenSize, columns], parameter, part * count, count);
            }
        }
    }

    private string ConfigJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue("BertModel");
            json.WriteEndArray();
            json.WriteString("model_type", Config.ModelType);
            json.WriteString("hidden_act", "gelu");
            json.WriteNumber("vocab_size", Config.VocabularySize);
            json.WriteNumber("hidden_size", Config.HiddenSize);
            json.WriteNumber("num_hidden_layers", Config.Layers);
            json.WriteNumber("num_attention_heads", Config.Heads);
            json.WriteNumber("intermediate_size", Config.IntermediateSize);
            json.WriteNumber("max_position_embeddings", Config.Positions);
            json.WriteNumber("type_vocab_size", Config.Types);
            json.WriteNumber("layer_norm_eps", Config.LayerNormEpsilon);
            json.WriteNumber("pad_token_id", Math.Max(0, Config.FirstPosition - 1));
            json.WriteNumber("hidden_dropout_prob", DropoutRate);
            json.WriteNumber("attention_probs_dropout_prob", DropoutRate);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
