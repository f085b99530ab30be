using System.Globalization;
using System.Text.Json;

namespace UserSegments.Display;

/// <summary>Writes a plotly.js figure as JSON: numbers rounded to 6 significant digits, what is not finite as null.</summary>
internal static class PlotlyWriter
{
    public static string Write(Figure figure)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) Write(json, figure.ToPlotly());
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int whole:
                json.WriteNumberValue(whole);
                break;
            case double number:
                Write(json, number);
                break;
            case IReadOnlyDictionary<string, object> members:
                json.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    json.WritePropertyName(name);
                    Write(json, member);
                }
                json.WriteEndObject();
                break;
            case IReadOnlyList<double> numbers:
                json.WriteStartArray();
                foreach (var number in numbers) Write(json, number);
                json.WriteEndArray();
                break;
            case IReadOnlyList<object> items:
                json.WriteStartArray();
                foreach (var item in items) Write(json, item);
                json.WriteEndArray();
                break;
            default:
                throw new NotSupportedException($"A plotly.js figure has no value of type {value.GetType()}.");
        }
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        else json.WriteNullValue();
    }
}
