using System.Globalization;
using System.Text.Json.Nodes;
using Plotly.NET;
using Figure = UserSegments.Display.Figure;

namespace UserSegments.Interop.Tests.Plotly;

/// <summary>Two plotly.js figures held against each other, member by member.</summary>
internal static class PlotlyJson
{
    public static JsonNode Of(Figure figure) => JsonNode.Parse(figure.ToPlotlyJson())!;

    /// <summary>Data and layout as Plotly.NET writes them.</summary>
    public static JsonNode Of(GenericChart chart)
    {
        var figure = JsonNode.Parse(GenericChart.toFigureJson(chart))!.AsObject();
        figure.Remove("frames");
        return figure;
    }

    /// <summary>The paths where both differ: numbers as the figure writes them, in 6 significant digits.</summary>
    public static IEnumerable<string> Differences(JsonNode? a, JsonNode? b, string path = "") => (a, b) switch
    {
        (JsonObject one, JsonObject two) => one.Select(member => member.Key).Union(two.Select(member => member.Key)).SelectMany(name =>
            one.ContainsKey(name) && two.ContainsKey(name) ? Differences(one[name], two[name], $"{path}.{name}".TrimStart('.')) : [$"{path}.{name}".TrimStart('.')]),
        (JsonArray one, JsonArray two) when one.Count == two.Count => one.SelectMany((item, i) => Differences(item, two[i], $"{path}[{i}]")),
        (JsonArray, JsonArray) => [path],
        _ => Text(a) == Text(b) ? [] : [path],
    };

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? double.Parse(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : node?.ToJsonString() ?? "null";
}
