using System.Globalization;
using System.Text.RegularExpressions;
using Node = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace UserSegments.Interop.Plotly;

/// <summary>Finds what one tree of plain values holds and another does not.</summary>
internal static partial class Comparison
{
    /// <summary>The paths of what is given and neither kept nor the same; numbers may differ by 1e-9 of themselves, colours and texts without markup in how they are written.</summary>
    public static IEnumerable<string> Lost(string path, object given, object? kept) => (given, kept) switch
    {
        _ when ReferenceEquals(given, kept) => [],
        (Node { Count: 0 } or IReadOnlyList<object> { Count: 0 } or IReadOnlyList<double> { Count: 0 }, _) => [],
        (Node a, Node b) => a.SelectMany(member => Lost($"{path}.{member.Key}", member.Value, b.GetValueOrDefault(member.Key))),
        (IReadOnlyList<double> a, IReadOnlyList<double> b) => a.SequenceEqual(b, Numbers.Instance) ? [] : [path],
        (IReadOnlyList<string> a, IReadOnlyList<string> b) => a.SequenceEqual(b) || (a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second))) ? [] : [path],
        // Shapes and annotations may change places, traces may not.
        (IReadOnlyList<object> a, IReadOnlyList<object> b) when path is "layout.shapes" or "layout.annotations" => a.SelectMany((item, i) => b.Any(other => !Lost("", item, other).Any()) ? [] : new[] { Item(path, i) }),
        (IReadOnlyList<object> a, IReadOnlyList<object> b) => a.SelectMany((item, i) => Lost(Item(path, i), item, i < b.Count ? b[i] : null)),
        (string a, string b) => Same(a, b) ? [] : [path],
        (int or double, int or double) => Numbers.Instance.Equals(Convert.ToDouble(given, CultureInfo.InvariantCulture), Convert.ToDouble(kept, CultureInfo.InvariantCulture)) ? [] : [path],
        _ => Equals(given, kept) ? [] : [path],
    };

    private static bool Same(string given, string kept) => given == kept
        || (FigureReader.Colour(given) is { } colour && colour == FigureReader.Colour(kept))
        || (NodeReading.Plain(given) == NodeReading.Plain(kept) && !Markup().IsMatch(given));

    private static string Item(string path, int i) => string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");

    [GeneratedRegex("</?[A-Za-z]")]
    private static partial Regex Markup();

    private sealed class Numbers : IEqualityComparer<double>
    {
        public static Numbers Instance { get; } = new();

        public bool Equals(double x, double y) => Math.Abs(x - y) <= 1e-9 * Math.Max(Math.Abs(x), Math.Abs(y)) || (!double.IsFinite(x) && !double.IsFinite(y));

        public int GetHashCode(double number) => 0;
    }
}
