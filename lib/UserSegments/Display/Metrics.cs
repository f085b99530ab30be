using System.Globalization;
using System.Text.Json;

namespace UserSegments.Display;

/// <summary>Named numbers, in order: what a notebook ends with and what tests read.</summary>
/// <remarks>
/// Immutable. Shows itself as <c>application/x-segment-metrics+json</c>, one object of name and number (not a number and infinities
/// are null), rounded to 9 significant digits; and as a small table.
/// </remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Metrics, MimeTypes.Html, MimeTypes.Text])]
public sealed class Metrics : IDisplayable
{
    /// <summary>Names numbers.</summary>
    /// <param name="values">Name and number; names may not repeat or be empty.</param>
    /// <exception cref="ArgumentException">A name is empty or repeats.</exception>
    public Metrics(params (string Name, double Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var seen = new HashSet<string>();
        foreach (var (name, _) in values)
        {
            if (string.IsNullOrWhiteSpace(name) || !seen.Add(name))
                throw new ArgumentException($"The name \"{name}\" is empty or stands twice, expected one name a number.", nameof(values));
        }
        Values = [.. values];
    }

    /// <summary>The numbers in the order given.</summary>
    public IReadOnlyList<(string Name, double Value)> Values { get; }

    /// <summary>One number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public double this[string name] => Values.Any(x => x.Name == name)
        ? Values.First(x => x.Name == name).Value
        : throw new KeyNotFoundException($"There is no metric \"{name}\"; there are {string.Join(", ", Values.Select(x => x.Name))}.");

    /// <summary>The metrics with one more at the end.</summary>
    /// <param name="name">A name that is not yet taken.</param>
    /// <param name="value">Its number.</param>
    public Metrics Add(string name, double value) => new([.. Values, (name, value)]);

    /// <summary>One JSON object of name and number.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Values)
            {
                writer.WritePropertyName(name);
                if (double.IsFinite(value)) writer.WriteNumberValue(double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
                else writer.WriteNullValue();
            }
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The numbers, one a line.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Metrics] = ToJson(),
        [MimeTypes.Html] = ToTable().ToHtml(),
        [MimeTypes.Text] = ToString(),
    };

    // Every number by itself: metrics do not share a unit.
    private Table ToTable() => Table.Of(Values, ("metric", x => x.Name), ("value", x => NumberText.Significant(x.Value)))
        .Align("value", Alignment.Right).WithMaximumRows(1000);
}
