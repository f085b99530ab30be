using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How a training run goes.</summary>
public sealed record TrainerOptions
{
    /// <summary>Number of optimizer steps, at least 1.</summary>
    public required int Steps { get; init => field = Check.AtLeast(value, 1, nameof(Steps)); }

    /// <summary>Examples of each task in a step, at least 1; 32 unless set.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(value, 1, nameof(BatchSize)); } = 32;

    /// <summary>Parts into which a batch is cut to save memory; their gradients are added. 1 unless set.</summary>
    /// <remarks>Losses that compare the texts of a batch (contrastive, similarities) then compare within the parts only.</remarks>
    public int Accumulation { get; init => field = Check.AtLeast(value, 1, nameof(Accumulation)); } = 1;

    /// <summary>Largest learning rate, above 0.</summary>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 1e-4;

    /// <summary>How the learning rate goes.</summary>
    public Schedule Schedule { get; init; } = Schedule.Linear;

    /// <summary>Moments, weight decay, clipping.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Seed of the order of examples, of dropout and of all else that is random in the tasks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Steps between two validations, at least 1; 50 unless set.</summary>
    public int ValidateEvery { get; init => field = Check.AtLeast(value, 1, nameof(ValidateEvery)); } = 50;

    /// <summary>Validations without a better score after which the run stops; 0 for never.</summary>
    public int Patience { get; init => field = Check.AtLeast(value, 0, nameof(Patience)); }

    /// <summary>Folder of the checkpoint, the JSON-lines log and the TensorBoard events; null for none. A run that finds its checkpoint there goes on from it.</summary>
    public string? Folder { get; init; }

    /// <summary>Steps between two checkpoints, at least 1; 50 unless set.</summary>
    public int CheckpointEvery { get; init => field = Check.AtLeast(value, 1, nameof(CheckpointEvery)); } = 50;
}
