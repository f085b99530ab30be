namespace UserSegments.Training;

/// <summary>What changes during a run: weights and moments (held by the optimizer), the best weights so far, the steps taken.</summary>
internal sealed class TrainingState(AdamW optimizer)
{
    public AdamW Optimizer => optimizer;

    public List<TrainingPoint> Points { get; } = [];

    public double? BestScore { get; set; }

    public int BestStep { get; set; }

    /// <summary>Validations since the best one.</summary>
    public int Waited { get; set; }

    /// <summary>The best weights, in the order of the optimizer's parameters; null before the first validation.</summary>
    public float[][]? Best { get; set; }

    public void Add(TrainingPoint point)
    {
        Points.Add(point);
        if (point.Score is not { } score) return;
        if (BestScore is { } best && !(score > best))
        {
            Waited++;
            return;
        }
        (BestScore, BestStep, Waited) = (score, point.Step, 0);
        Best ??= [.. optimizer.Parameters.Select(p => new float[p.Count])];
        for (var i = 0; i < Best.Length; i++) optimizer.Parameters[i].Value.Values.CopyTo(Best[i], 0);
    }

    public void RestoreBest()
    {
        if (Best is null) return;
        for (var i = 0; i < Best.Length; i++)
        {
            Best[i].CopyTo(optimizer.Parameters[i].Value.Values, 0);
            optimizer.Parameters[i].Touch();
        }
    }
}
