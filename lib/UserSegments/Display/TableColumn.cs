namespace UserSegments.Display;

/// <summary>One column of a <see cref="Table"/>.</summary>
/// <param name="Header">What stands above it, with the unit: "price (£)", "time (s)".</param>
public sealed record TableColumn(string Header)
{
    private readonly int digits = 4;

    /// <summary>Significant digits of the largest number, 1 to 15; 4 unless stated.</summary>
    public int Digits
    {
        get => digits;
        init => digits = Numerics.Check.InRange(value, 1, 15);
    }

    /// <summary>A .NET format string for every cell ("0.0 %", "yyyy-MM"), in the invariant culture; null: few significant digits.</summary>
    public string? Format { get; init; }

    /// <summary>Where the text stands.</summary>
    public Alignment Alignment { get; init; }

    /// <summary>Which value is marked.</summary>
    public Best Best { get; init; }
}
