namespace UserSegments.Display;

/// <summary>The smallest and the largest finite number met, and the names met.</summary>
internal sealed class Extent(bool logarithmic)
{
    private readonly Dictionary<string, int> places = [];

    public double Low { get; private set; } = double.PositiveInfinity;

    public double High { get; private set; } = double.NegativeInfinity;

    public List<string> Names { get; } = [];

    public bool IsEmpty => Low > High;

    public void Add(double value)
    {
        if (!double.IsFinite(value) || (logarithmic && value <= 0)) return;
        (Low, High) = (Math.Min(Low, value), Math.Max(High, value));
    }

    public void Add(IEnumerable<double>? values)
    {
        if (values is null) return;
        foreach (var value in values) Add(value);
    }

    public void Add(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (places.TryAdd(name, Names.Count)) Names.Add(name);
        }
    }
}
