using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How profiles are kept up to date.</summary>
public sealed record ProfileUpdateOptions
{
    /// <summary>What of the encoder is trained; LoRA of rank 8 unless set.</summary>
    public FineTuning What { get; init; } = FineTuning.Lora(8, 16);

    /// <summary>How the training goes.</summary>
    public TrainerOptions Training { get; init; } = new() { Steps = 100, LearningRate = 5e-4 };

    /// <summary>Share of old pairs among all pairs that are learned from, against forgetting; 0 to below 1, 0.5 unless set.</summary>
    public double ReplayShare { get; init => field = Check.InRange(value, 0, 0.95, nameof(ReplayShare)); } = 0.5;

    /// <summary>Number of later texts after which a text counts half in a profile; null for never.</summary>
    public double? HalfLifeTexts { get; init => field = value is { } texts ? Check.Positive(texts, nameof(HalfLifeTexts)) : null; }

    /// <summary>Weight of the population's mean vector in a profile, in texts, at least 0: what a profile of few texts leans on.</summary>
    public double PriorStrength { get; init => field = Check.NotNegative(value, nameof(PriorStrength)); } = 1;

    /// <summary>Pooling, temperature and augmentation of texts.</summary>
    public TextTaskOptions Text { get; init; } = new();
}
