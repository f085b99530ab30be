using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How segments are named.</summary>
public sealed record SegmentNamerOptions
{
    private readonly int maximumAttempts = 3, maximumCalls = 100, maximumTokens = 200_000;

    /// <summary>Whether names and sentences are Chinese; else English.</summary>
    public bool Chinese { get; init; }

    /// <summary>How often a model is asked for one segment, at least 1.</summary>
    public int MaximumAttempts
    {
        get => maximumAttempts;
        init => maximumAttempts = Check.AtLeast(value, 1);
    }

    /// <summary>Calls that one namer makes at most.</summary>
    public int MaximumCalls
    {
        get => maximumCalls;
        init => maximumCalls = Check.AtLeast(value, 0);
    }

    /// <summary>Tokens after which no more calls are made, as the model counts them, else a quarter of the characters.</summary>
    public int MaximumTokens
    {
        get => maximumTokens;
        init => maximumTokens = Check.AtLeast(value, 0);
    }

    /// <summary>After which time a call is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Folder in which answers are kept, readable by their owner alone; null: none are kept.</summary>
    public string? CacheFolder { get; init; }
}
