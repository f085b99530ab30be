using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>What segment cards show, and what they keep to themselves.</summary>
public sealed record SegmentCardOptions
{
    private readonly int terms = 12, phrases = 6, items = 8, members = 5, minimumSize = 25, minimumTermUsers = 3;

    /// <summary>Terms on a card, at least 1.</summary>
    public int Terms
    {
        get => terms;
        init => terms = Check.AtLeast(value, 1);
    }

    /// <summary>Phrases on a card, at least 0; they need the users' documents.</summary>
    public int Phrases
    {
        get => phrases;
        init => phrases = Check.AtLeast(value, 0);
    }

    /// <summary>Items and categories on a card, at least 0.</summary>
    public int Items
    {
        get => items;
        init => items = Check.AtLeast(value, 0);
    }

    /// <summary>Central, typical and border members on a card, at least 0 of each.</summary>
    public int Members
    {
        get => members;
        init => members = Check.AtLeast(value, 0);
    }

    /// <summary>A segment with fewer users is marked as too small to trust; at least 1.</summary>
    public int MinimumSize
    {
        get => minimumSize;
        init => minimumSize = Check.AtLeast(value, 1);
    }

    /// <summary>Terms and items are shown only when so many users of the segment have them, so that no card repeats one person's words; at least 1.</summary>
    public int MinimumTermUsers
    {
        get => minimumTermUsers;
        init => minimumTermUsers = Check.AtLeast(value, 1);
    }

    /// <summary>How the terms of a card are chosen.</summary>
    public TermRanking Ranking { get; init; } = TermRanking.LogOdds;

    /// <summary>Seed of the intervals of behaviour.</summary>
    public ulong Seed { get; init; } = 1;
}
