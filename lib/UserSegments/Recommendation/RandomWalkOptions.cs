using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Length and target of the walk.</summary>
public sealed record RandomWalkOptions
{
    private readonly double restart = 0.3;
    private readonly int rounds = 4;
    private readonly double popularityExponent = 0.5;

    /// <summary>Chance of going back to the user's own history at each return to the items, 0 to 1; 0.3 unless stated.</summary>
    public double Restart
    {
        get => restart;
        init => restart = Check.InRange(value, 0.0, 1.0, nameof(Restart));
    }

    /// <summary>Times the walk goes from items over users to items; 4 unless stated. 1 without restart is RP3.</summary>
    public int Rounds
    {
        get => rounds;
        init => rounds = Check.AtLeast(value, 1, nameof(Rounds));
    }

    /// <summary>β: the chance of an item is divided by its popularity^β (Paudel et al., 2017); 0.5 unless stated.</summary>
    public double PopularityExponent
    {
        get => popularityExponent;
        init => popularityExponent = Check.InRange(value, 0.0, 2.0, nameof(PopularityExponent));
    }
}
