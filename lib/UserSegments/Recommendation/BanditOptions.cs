using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>How a linear bandit learns and explores.</summary>
public sealed record BanditOptions
{
    /// <summary>How much uncertainty is worth: width of the bound (LinUCB) or of the draw (Thompson), at least 0; 0.25 unless set.</summary>
    public double Exploration { get; init => field = Check.NotNegative(value, nameof(Exploration)); } = 0.25;

    /// <summary>Ridge, above 0; 1 unless set.</summary>
    public double Ridge { get; init => field = Check.Positive(value, nameof(Ridge)); } = 1;

    /// <summary>What an observation is worth one observation later, above 0 and at most 1; below 1 it forgets (Russac et al., 2019). 1 unless set.</summary>
    public double Discount
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Discount is {value}, expected above 0 and at most 1.");
    } = 1;

    /// <summary>Observations after which the factorisation is made anew; 1 unless set.</summary>
    public int RefreshEvery { get; init => field = Check.AtLeast(value, 1, nameof(RefreshEvery)); } = 1;
}
