namespace UserSegments.Encoding;

/// <summary>Takes named tensors out of a checkpoint, and collects all that is missing, misshapen or left over, so that one error can name it.</summary>
/// <param name="file">The checkpoint.</param>
/// <param name="prefix">What stands before every name.</param>
internal sealed class CheckpointReader(Checkpoint file, string prefix)
{
    private const int Shown = 12;

    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    public bool Complete => problems.Count == 0;

    public bool Holds(string name) => file.Tensors.ContainsKey(prefix + name);

    /// <summary>The values, or none where there is a problem.</summary>
    public float[] Values(string name, params ReadOnlySpan<long> shape) => Has(name, shape) ? file.ReadFloats(prefix + name) : [];

    /// <summary>The values where they lie in the file; null where there is a problem.</summary>
    public TensorView? View(string name, params ReadOnlySpan<long> shape) => Has(name, shape) ? file.View(prefix + name) : null;

    /// <summary>Rows by id, read where they lie; null where there is a problem.</summary>
    public EmbeddingTable? Table(string name, int rows, int width) => Has(name, rows, width) ? new EmbeddingTable(file.View(prefix + name), width) : null;

    /// <summary>Names what was not asked for, but for known heads of tasks and buffers, and ends with an error if there was any problem.</summary>
    /// <param name="ignored">Beginnings of names that may be there.</param>
    /// <param name="model">What the model is, for the message.</param>
    public void Finish(IReadOnlyList<string> ignored, string model)
    {
        foreach (var name in file.Tensors.Keys.Where(name => !used.Contains(name)).Order(StringComparer.Ordinal))
        {
            var bare = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
            if (bare.EndsWith("position_ids", StringComparison.Ordinal) || bare.EndsWith("token_type_ids", StringComparison.Ordinal)) continue;
            if (!ignored.Any(head => bare.StartsWith(head, StringComparison.Ordinal))) problems.Add($"tensor '{name}' is not part of {model}");
        }
        if (problems.Count == 0) return;
        var shown = string.Join("; ", problems.Take(Shown)) + (problems.Count > Shown ? $"; and {problems.Count - Shown} more" : string.Empty);
        throw new InvalidDataException($"{file.Source}: the checkpoint does not fit its config.json: {shown}.");
    }

    private bool Has(string name, params ReadOnlySpan<long> shape)
    {
        used.Add(prefix + name);
        var expected = $"({string.Join(", ", shape.ToArray())})";
        if (!file.Tensors.TryGetValue(prefix + name, out var info)) problems.Add($"tensor '{prefix + name}' {expected} is missing");
        else if (!info.Shape.SequenceEqual(shape.ToArray())) problems.Add($"tensor '{info.Name}' has shape ({string.Join(", ", info.Shape)}), expected {expected}");
        else if (info.Type is not (TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16 or TensorType.Float64)) problems.Add($"tensor '{info.Name}' has type {info.Type}, expected floating point");
        else return true;
        return false;
    }
}
