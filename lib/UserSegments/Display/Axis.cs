namespace UserSegments.Display;

/// <summary>An axis of a <see cref="Figure"/>.</summary>
/// <param name="Title">What it measures, with the unit; empty for none.</param>
public sealed record Axis(string Title = "")
{
    /// <summary>How values are placed.</summary>
    public AxisKind Kind { get; init; }

    /// <summary>Where the axis begins; null: a little below the smallest value.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where the axis ends; null: a little above the largest value.</summary>
    public double? Maximum { get; init; }

    /// <summary>The names of a category axis; null: those of the traces, in order.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Places and texts of the ticks; null: round numbers.</summary>
    public IReadOnlyList<(double Value, string Text)>? Ticks { get; init; }

    /// <summary>Whether shares are written in per cent: 0.25 as 25 %.</summary>
    public bool Percent { get; init; }

    /// <summary>Whether grid lines are drawn at the ticks.</summary>
    public bool Grid { get; init; } = true;

    /// <summary>Whether the axis must begin at or below 0 and end at or above it.</summary>
    public bool IncludeZero { get; init; }
}
