using System.Globalization;
using System.Text.Json;
using UserSegments.Encoding;

namespace UserSegments.Training;

/// <summary>The one file from which a run goes on: weights, moments, best weights and the steps taken; replaced whole or not at all.</summary>
internal sealed class TrainingCheckpoint(string folder, string fingerprint)
{
    private readonly string path = Path.Combine(folder, "training.safetensors");

    public void Save(TrainingState state)
    {
        Directory.CreateDirectory(folder);
        var tensors = new List<(string, long[], ReadOnlyMemory<float>)>();
        foreach (var ((name, parameter, first, second), i) in state.Optimizer.State().Select((entry, i) => (entry, i)))
        {
            long[] shape = [parameter.Value.Rows, parameter.Value.Columns];
            tensors.Add(("weight/" + name, shape, parameter.Value.Values));
            tensors.Add(("first/" + name, shape, first));
            tensors.Add(("second/" + name, shape, second));
            if (state.Best is { } best) tensors.Add(("best/" + name, shape, best[i]));
        }
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            ["run"] = fingerprint,
            ["points"] = JsonSerializer.Serialize(state.Points),
            ["best_score"] = state.BestScore?.ToString("R", CultureInfo.InvariantCulture) ?? "",
            ["best_step"] = state.BestStep.ToString(CultureInfo.InvariantCulture),
            ["waited"] = state.Waited.ToString(CultureInfo.InvariantCulture),
        });
    }

    public void TryLoad(TrainingState state)
    {
        // A life that was killed while it wrote leaves a half beside the whole.
        if (Directory.Exists(folder)) foreach (var half in Directory.GetFiles(folder, Path.GetFileName(path) + ".*.tmp")) File.Delete(half);
        if (!File.Exists(path)) return;
        var metadata = SafetensorsWriter.ReadMetadata(path);
        if (metadata.GetValueOrDefault("run") != fingerprint)
        {
            throw new InvalidDataException(
                $"{path}: the checkpoint is of the run \"{metadata.GetValueOrDefault("run")}\", expected \"{fingerprint}\": give the same options or another folder.");
        }
        using var file = Checkpoint.Open(path);
        var entries = state.Optimizer.State().ToArray();
        // Everything is read before anything is changed, so a broken file changes nothing.
        var values = entries.Select(e => new[] { "weight/", "first/", "second/", "best/" }
            .Select(kind => kind == "best/" && metadata["best_score"].Length == 0
                ? null
                : file.ReadFloats(kind + e.Name, e.Parameter.Value.Rows, e.Parameter.Value.Columns)).ToArray()).ToArray();
        var points = JsonSerializer.Deserialize<List<TrainingPoint>>(metadata["points"]) ?? [];
        for (var i = 0; i < entries.Length; i++)
        {
            values[i][0]!.CopyTo(entries[i].Parameter.Value.Values, 0);
            values[i][1]!.CopyTo(entries[i].First, 0);
            values[i][2]!.CopyTo(entries[i].Second, 0);
            entries[i].Parameter.Touch();
        }
        if (metadata["best_score"].Length > 0)
        {
            state.Best = [.. values.Select(v => v[3]!)];
            state.BestScore = double.Parse(metadata["best_score"], CultureInfo.InvariantCulture);
        }
        state.BestStep = int.Parse(metadata["best_step"], CultureInfo.InvariantCulture);
        state.Waited = int.Parse(metadata["waited"], CultureInfo.InvariantCulture);
        state.Points.AddRange(points);
        state.Optimizer.Resume(points.Count);
    }
}
