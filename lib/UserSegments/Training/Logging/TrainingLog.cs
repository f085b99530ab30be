using System.Text.Json;

namespace UserSegments.Training;

/// <summary>Two logs of a run in its folder: log.jsonl, and a TensorBoard event file; both are functions of the steps taken.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly StreamWriter lines;
    private readonly TensorBoardWriter events;

    /// <summary>Begins the logs again with the steps that the checkpoint knows, so that lines after it, or half a line, are dropped.</summary>
    public TrainingLog(string folder, IReadOnlyList<TrainingPoint> points)
    {
        Directory.CreateDirectory(folder);
        lines = new StreamWriter(Path.Combine(folder, "log.jsonl"), append: false) { NewLine = "\n" };
        events = new TensorBoardWriter(Path.Combine(folder, "events.out.tfevents.1.user-segments"), points.Count > 0 ? points[0].Time : DateTime.UtcNow);
        foreach (var point in points) Write(point);
        Flush();
    }

    public void Add(TrainingPoint point)
    {
        Write(point);
        Flush();
    }

    public void Dispose()
    {
        lines.Dispose();
        events.Dispose();
    }

    private void Write(TrainingPoint point)
    {
        lines.WriteLine(JsonSerializer.Serialize(point));
        events.Add("loss", point.Loss, point.Step, point.Time);
        events.Add("learning_rate", point.LearningRate, point.Step, point.Time);
        events.Add("gradient_norm", point.GradientNorm, point.Step, point.Time);
        if (point.Score is { } score) events.Add("score", score, point.Step, point.Time);
    }

    private void Flush()
    {
        lines.Flush();
        events.Flush();
    }
}
