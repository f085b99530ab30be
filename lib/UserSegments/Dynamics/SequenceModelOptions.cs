using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Shape and training of a <see cref="SequenceModel"/>.</summary>
public sealed record SequenceModelOptions
{
    /// <summary>Width of item and user vectors, a multiple of <see cref="Heads"/>; 64 unless set.</summary>
    public int Width { get; init => field = Check.AtLeast(value, 2, nameof(Width)); } = 64;

    /// <summary>Blocks of attention; 2 unless set.</summary>
    public int Layers { get; init => field = Check.AtLeast(value, 1, nameof(Layers)); } = 2;

    /// <summary>Heads of attention; 2 unless set.</summary>
    public int Heads { get; init => field = Check.AtLeast(value, 1, nameof(Heads)); } = 2;

    /// <summary>Items of a piece that is learned from, one more than are looked back on; 50 unless set.</summary>
    public int Length { get; init => field = Check.AtLeast(value, 2, nameof(Length)); } = 50;

    /// <summary>Dropout while training, 0 to below 1; 0.3 unless set.</summary>
    public double Dropout { get; init => field = Check.InRange(value, 0, 0.99, nameof(Dropout)); } = 0.3;

    /// <summary>Passes over the sequences; 20 unless set.</summary>
    public int Passes { get; init => field = Check.AtLeast(value, 1, nameof(Passes)); } = 20;

    /// <summary>Passes when it goes on from an earlier model; 4 unless set.</summary>
    public int LaterPasses { get; init => field = Check.AtLeast(value, 1, nameof(LaterPasses)); } = 4;

    /// <summary>Whether an item is read, and foretold, each time it is taken; unless set only the first time, as lists leave out what a person had.</summary>
    public bool Repeats { get; init; }

    /// <summary>Items that a label competes with, drawn in each step, at least 1; null, as unless set, for all items, which is dear where items are many.</summary>
    public int? Competitors { get; init => field = value is { } count ? Check.AtLeast(count, 1, nameof(Competitors)) : null; }

    /// <summary>Sequences in a step; 64 unless set.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(value, 1, nameof(BatchSize)); } = 64;

    /// <summary>Largest learning rate, above 0; 0.002 unless set.</summary>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 0.002;

    /// <summary>Days after which an interaction is learned from half as often, from the last one; null for all alike.</summary>
    public double? HalfLifeDays { get; init => field = value is { } days ? Check.Positive(days, nameof(HalfLifeDays)) : null; }

    /// <summary>Seed of weights, order and dropout.</summary>
    public ulong Seed { get; init; }
}
