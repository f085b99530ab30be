namespace UserSegments.Display;

/// <summary>A measured number with the interval it lies in.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>The number and its interval, four significant digits.</summary>
    public override string ToString()
    {
        var texts = NumberText.Column([Value, Low, High]);
        return $"{texts[0]} [{texts[1]}, {texts[2]}]";
    }
}
