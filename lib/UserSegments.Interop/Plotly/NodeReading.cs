using System.Globalization;
using Node = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace UserSegments.Interop.Plotly;

/// <summary>Members of a plain object by name and kind; a member of another kind counts as absent.</summary>
internal static class NodeReading
{
    private static readonly Dictionary<string, object> Nothing = [];

    public static Node Child(this Node node, string name) => node.GetValueOrDefault(name) as Node ?? Nothing;

    public static IEnumerable<Node> Children(this Node node, string name) => (node.GetValueOrDefault(name) as IReadOnlyList<object> ?? []).OfType<Node>();

    /// <summary>A text as people wrote it; empty where there is none.</summary>
    public static string Text(this Node node, string name) => Plain(node.GetValueOrDefault(name) as string ?? "");

    /// <summary>The text of a title, which plotly.js also takes as a mere string.</summary>
    public static string Title(this Node node) => node.GetValueOrDefault("title") is Node title ? title.Text("text") : node.Text("title");

    public static double? Number(this Node node, string name) => node.GetValueOrDefault(name) is int or double ? Convert.ToDouble(node[name], CultureInfo.InvariantCulture) : null;

    public static IReadOnlyList<double>? Numbers(this Node node, string name) => node.GetValueOrDefault(name) switch
    {
        IReadOnlyList<double> numbers => numbers,
        IReadOnlyList<object> { Count: 0 } => [],
        _ => null,
    };

    public static string[]? Texts(this Node node, string name) => Texts(node.GetValueOrDefault(name));

    public static string[]? Texts(object? value) => value switch
    {
        IReadOnlyList<string> texts => [.. texts.Select(Plain)],
        IReadOnlyList<double> { Count: 0 } or IReadOnlyList<object> { Count: 0 } => [],
        _ => null,
    };

    /// <summary>Undoes the escaping that keeps plotly.js from reading a text as markup.</summary>
    public static string Plain(string text) => text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
}
