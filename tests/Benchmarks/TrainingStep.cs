using System.Diagnostics;
using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Training;

namespace Benchmarks;

/// <summary>Training steps of a model and batches that a file describes: losses, seconds a step, peak memory, as one line of JSON.</summary>
internal static class TrainingStep
{
    /// <param name="args">FOLDER (model), BATCHES (json: warm, batches of {ids, labels}), CLASSES, RATE.</param>
    public static int Run(string[] args)
    {
        var encoder = TrainableEncoder.Load(args[0]);
        encoder.DropoutRate = 0;
        using var file = JsonDocument.Parse(File.ReadAllText(args[1]));
        var warm = file.RootElement.GetProperty("warm").GetInt32();
        var batches = file.RootElement.GetProperty("batches").EnumerateArray().Select(batch => (
            Texts: batch.GetProperty("ids").EnumerateArray().Select(ids => ids.EnumerateArray().Select(x => x.GetInt32()).ToArray()).ToArray(),
            Labels: batch.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()).ToArray())).ToArray();
        var classes = file.RootElement.GetProperty("classes").GetInt32();
        var texts = batches.SelectMany(batch => batch.Texts).ToArray();
        var task = new ClassificationTask("task", texts, [.. batches.SelectMany(batch => batch.Labels)], classes, encoder.Config.HiddenSize);
        foreach (var parameter in task.Head) parameter.Fill(0);
        var optimizer = new AdamW(encoder.Parameters.Concat(task.Head), new AdamWOptions { WeightDecay = 0.01, ClipNorm = 1 });
        var (losses, seconds, at) = (new List<double>(), new List<double>(), 0);
        for (var b = 0; b < batches.Length; b++)
        {
            var clock = Stopwatch.StartNew();
            losses.Add(task.Step(encoder, Enumerable.Range(at, batches[b].Texts.Length).ToArray(), (ulong)b, 1));
            optimizer.Step(file.RootElement.GetProperty("rate").GetDouble());
            at += batches[b].Texts.Length;
            if (b >= warm) seconds.Add(clock.Elapsed.TotalSeconds);
        }
        var peak = File.Exists("/proc/self/status")
            ? 1024 * long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
            : Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(JsonSerializer.Serialize(new { losses, seconds, peak, threads = Blocks.Threads }));
        return 0;
    }
}
