using System.Collections;
using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json;
using Plotly.NET;
using DynamicObject = DynamicObj.DynamicObj;

namespace UserSegments.Interop.Plotly;

/// <summary>Reads Plotly.NET's objects as plain values, the kinds of <see cref="Display.Figure.ToPlotly"/>; null is left out, or NaN in a list.</summary>
internal static class PlainValues
{
    public static IReadOnlyDictionary<string, object> Members(DynamicObject source)
    {
        var members = new OrderedDictionary<string, object>();
        if (source is Trace trace) members["type"] = trace.type;
        foreach (var (name, value) in source.GetProperties(false))
        {
            if (Value(value) is { } plain) members[name] = plain;
        }
        return members;
    }

    private static object? Value(object? value) => value switch
    {
        null or string or bool or int or double => value,
        DynamicObject members => Members(members),
        IReadOnlyList<double> or IReadOnlyList<string> => value,
        double?[] numbers => Array.ConvertAll(numbers, number => number ?? double.NaN),
        long or uint or short or ushort or byte or sbyte or ulong or float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        IEnumerable items and not (IDictionary or Array { Rank: > 1 }) => List([.. items.Cast<object?>().Select(Value)]),
        // Colours and the like know how they are written.
        _ => Json(JsonDocument.Parse(JsonConvert.SerializeObject(value)).RootElement),
    };

    private static object List(object?[] items)
    {
        if (Array.TrueForAll(items, item => item is null or int or double)) return Array.ConvertAll(items, item => item is null ? double.NaN : Convert.ToDouble(item, CultureInfo.InvariantCulture));
        return Array.TrueForAll(items, item => item is string) ? Array.ConvertAll(items, item => (string)item!) : Array.ConvertAll(items, item => item ?? double.NaN);
    }

    private static object? Json(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).ToDictionary(member => member.Name, member => Json(member.Value)!),
        JsonValueKind.Array => List([.. element.EnumerateArray().Select(Json)]),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.Null => null,
        _ => element.GetBoolean(),
    };
}
