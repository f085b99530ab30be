using System.Diagnostics;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Trains an encoder and the heads of its tasks: batches, gradients, optimizer, validation, early stopping, checkpoints.</summary>
/// <remarks>
/// All that is random in a step is a function of seed and step, so a run that was killed at any moment goes on from its last checkpoint
/// to the same final bits, on any number of threads. Without a folder nothing is written.
/// </remarks>
public sealed class Trainer
{
    private readonly TrainableEncoder encoder;
    private readonly IReadOnlyList<(ITrainingTask Task, double Weight)> tasks;
    private readonly TrainerOptions options;

    /// <summary>Prepares a run of one task.</summary>
    /// <param name="encoder">Is trained, as <see cref="TrainableEncoder.Train"/> said.</param>
    /// <param name="task">What it learns.</param>
    /// <param name="options">How.</param>
    public Trainer(TrainableEncoder encoder, ITrainingTask task, TrainerOptions options)
        : this(encoder, [(task, 1.0)], options)
    {
    }

    /// <summary>Prepares a run of many tasks: every step takes a batch of each.</summary>
    /// <param name="encoder">Is trained, as <see cref="TrainableEncoder.Train"/> said.</param>
    /// <param name="tasks">What it learns, each with a weight above 0.</param>
    /// <param name="options">How.</param>
    public Trainer(TrainableEncoder encoder, IReadOnlyList<(ITrainingTask Task, double Weight)> tasks, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(options);
        if (tasks.Count == 0) throw new ArgumentException("tasks is empty, expected at least one.", nameof(tasks));
        foreach (var (task, weight) in tasks)
        {
            Check.Positive(weight);
            if (task.Count == 0) throw new ArgumentException($"The task '{task.Name}' has no examples, expected some.", nameof(tasks));
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in All(encoder, tasks))
        {
            if (!names.Add(parameter.Name)) throw new ArgumentException($"Two parameters are called '{parameter.Name}', expected different names: name the tasks differently.", nameof(tasks));
        }
        (this.encoder, this.tasks, this.options) = (encoder, tasks, options);
    }

    /// <summary>Number of values that are trained, heads included.</summary>
    public long TrainedParameters => All(encoder, tasks).Where(p => p.Trained).Sum(p => (long)p.Count);

    /// <summary>Runs, or goes on with, the training; in the end the encoder and the heads have the best weights.</summary>
    /// <param name="validate">Gives a score, higher is better, of the encoder as it is; null for none.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends the run after a step; it can be resumed.</param>
    /// <exception cref="InvalidDataException">The folder holds a checkpoint of another run.</exception>
    public TrainingResult Run(Func<TrainableEncoder, double>? validate = null, IProgress<TrainingPoint>? progress = null, CancellationToken cancellation = default)
    {
        var optimizer = new AdamW(All(encoder, tasks), options.Optimizer);
        optimizer.ClearGradients();
        var state = new TrainingState(optimizer);
        var checkpoint = options.Folder is null ? null : new TrainingCheckpoint(options.Folder, Fingerprint());
        checkpoint?.TryLoad(state);
        using var log = options.Folder is null ? null : new TrainingLog(options.Folder, state.Points);
        var before = state.Points.Count > 0 ? state.Points[^1].Seconds : 0;
        var clock = Stopwatch.StartNew();
        while (state.Points.Count < options.Steps && !Impatient(state))
        {
            cancellation.ThrowIfCancellationRequested();
            var step = state.Points.Count;
            var loss = Gradients(step);
            var rate = options.LearningRate * options.Schedule.Factor(step, options.Steps);
            var norm = optimizer.Step(rate);
            var due = validate is not null && ((step + 1) % options.ValidateEvery == 0 || step + 1 == options.Steps);
            double? score = due ? validate!(encoder) : null;
            var point = new TrainingPoint(step + 1, options.Steps, loss, rate, norm, score, before + clock.Elapsed.TotalSeconds, DateTime.UtcNow);
            state.Add(point);
            log?.Add(point);
            if ((step + 1) % options.CheckpointEvery == 0 || step + 1 == options.Steps || Impatient(state)) checkpoint?.Save(state);
            progress?.Report(point);
        }
        state.RestoreBest();
        return new TrainingResult(
            state.Points, state.BestScore is null ? state.Points.Count : state.BestStep, state.BestScore, state.Points.Count < options.Steps,
            optimizer.Count, All(encoder, tasks).Sum(p => (long)p.Count), state.Points[^1].Seconds);
    }

    private bool Impatient(TrainingState state) => options.Patience > 0 && state.Waited >= options.Patience;

    private double Gradients(int step)
    {
        var loss = 0.0;
        for (var t = 0; t < tasks.Count; t++)
        {
            var (task, weight) = tasks[t];
            var batch = Examples(task.Count, t, step);
            var parts = Math.Min(options.Accumulation, batch.Length);
            for (var part = 0; part < parts; part++)
            {
                var (from, to) = ((int)((long)batch.Length * part / parts), (int)((long)batch.Length * (part + 1) / parts));
                var share = weight * (to - from) / batch.Length;
                var key = new Rng(options.Seed).Fork((ulong)t + 1).Fork((ulong)step).Fork((ulong)part).NextBits();
                loss += share * task.Step(encoder, batch.AsSpan(from, to - from), key, share);
            }
        }
        return loss;
    }

    /// <summary>The examples of a step: all of them once, in an order of its own for every pass, before any comes again.</summary>
    private int[] Examples(int count, int task, int step)
    {
        var batch = new int[Math.Min(options.BatchSize, count)];
        var (pass, order) = (-1L, Array.Empty<int>());
        for (var i = 0; i < batch.Length; i++)
        {
            var place = (long)step * batch.Length + i;
            if (place / count != pass)
            {
                pass = place / count;
                order = new Rng(options.Seed).Fork(0x5EED0000UL + (ulong)task).Fork((ulong)pass).Sample(count, count);
            }
            batch[i] = order[place % count];
        }
        return batch;
    }

    private string Fingerprint() => FormattableString.Invariant(
        $"{options.Steps} {options.BatchSize} {options.Accumulation} {options.LearningRate:R} {options.Schedule} {options.Optimizer} {options.Seed} {options.ValidateEvery} {options.Patience} | ")
        + string.Join(", ", tasks.Select(t => FormattableString.Invariant($"{t.Task.Name} {t.Task.Count} {t.Weight:R}")));

    private static IEnumerable<Parameter> All(TrainableEncoder encoder, IReadOnlyList<(ITrainingTask Task, double Weight)> tasks) =>
        encoder.Parameters.Concat(encoder.AdapterParameters).Concat(tasks.SelectMany(t => t.Task.Head));
}
