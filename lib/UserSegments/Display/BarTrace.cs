namespace UserSegments.Display;

/// <summary>Bars over names, with intervals if there are any; they lie on their side where the y axis holds the names.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Categories">(n) names.</param>
/// <param name="Values">(n) lengths, from 0.</param>
public sealed record BarTrace(string Name, IReadOnlyList<string> Categories, IReadOnlyList<double> Values) : Trace(Name)
{
    /// <summary>(n) lower ends of the intervals; null for none.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>(n) upper ends of the intervals; null for none.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>(n) colours of the bars; null: one for all.</summary>
    public IReadOnlyList<string>? Colours { get; init; }

    /// <summary>(n) texts at the ends of the bars; null for none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    internal override void Extend(Extent x, Extent y) => throw new NotSupportedException("Bars extend one axis by names and the other by lengths.");

    internal void Extend(Extent names, Extent lengths, double room)
    {
        Numerics.Check.SameLength(Values.Count, Categories.Count, nameof(Values), nameof(Categories));
        if (Low is not null) Numerics.Check.SameLength(Low.Count, Values.Count, nameof(Low), nameof(Values));
        if (High is not null) Numerics.Check.SameLength(High.Count, Values.Count, nameof(High), nameof(Values));
        if (Colours is not null) Numerics.Check.SameLength(Colours.Count, Values.Count, nameof(Colours), nameof(Values));
        if (Labels is not null) Numerics.Check.SameLength(Labels.Count, Values.Count, nameof(Labels), nameof(Values));
        names.Add(Categories);
        lengths.Add(0);
        lengths.Add(Values);
        lengths.Add(Low);
        lengths.Add(High);
        if (Labels is null || lengths.IsEmpty) return;
        // Room for the texts beyond the ends.
        var (low, high) = (lengths.Low, lengths.High);
        if (high > 0) lengths.Add(high + (high - low) * room);
        if (low < 0) lengths.Add(low - (high - low) * room);
    }
}
