using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace NotebookHost.Formatting;

/// <summary>
/// Formatters found by .NET Interactive's convention: an attribute class named <c>TypeFormatterSourceAttribute</c>, in any
/// namespace, names a source whose <c>CreateTypeFormatters()</c> gives objects with <c>MimeType</c> and <c>Format(object, TextWriter)</c>.
/// </summary>
internal sealed class ConventionFormatters
{
    private const string AttributeName = "TypeFormatterSourceAttribute";
    private static readonly ConcurrentDictionary<Type, ConventionFormatters?> Known = new();
    private readonly Formatter[] formatters;
    private readonly string[] preferred;

    private ConventionFormatters(Formatter[] formatters, string[] preferred) => (this.formatters, this.preferred) = (formatters, preferred);

    /// <summary>The formatters of a type, or null where neither it nor a base class bears the attribute.</summary>
    public static ConventionFormatters? Of(Type type) => Known.GetOrAdd(type, Find);

    /// <summary>Writes a value in all MIME types that the type prefers, or in those asked for.</summary>
    public MimeBundle Format(object value, IReadOnlyList<string> mimeTypes)
    {
        var wanted = mimeTypes.Count > 0 ? mimeTypes : preferred.Length > 0 ? preferred : Default();
        var bundle = new MimeBundle();
        foreach (var mime in wanted)
        {
            foreach (var formatter in formatters)
            {
                if (formatter.MimeType != mime || formatter.Type?.IsInstanceOfType(value) == false) continue;
                using var writer = new StringWriter(CultureInfo.InvariantCulture);
                if (!formatter.Write(value, writer)) continue;
                bundle[mime] = writer.ToString();
                break;
            }
        }
        return bundle;
    }

    private IReadOnlyList<string> Default() =>
        formatters.Any(formatter => formatter.MimeType == "text/html") ? ["text/html"] : [.. formatters.Select(formatter => formatter.MimeType).Take(1)];

    private static ConventionFormatters? Find(Type type)
    {
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            foreach (var attribute in t.GetCustomAttributes(inherit: false))
            {
                if (attribute.GetType().Name == AttributeName) return Create(attribute);
            }
        }
        return null;
    }

    private static ConventionFormatters? Create(object attribute)
    {
        if (Property(attribute, "FormatterSourceType") is not Type sourceType) return null;
        var source = Activator.CreateInstance(sourceType);
        if (source is null || sourceType.GetMethod("CreateTypeFormatters")?.Invoke(source, null) is not IEnumerable<object> made) return null;
        Formatter[] formatters = [.. made.Select(Bind).OfType<Formatter>()];
        return formatters.Length == 0 ? null : new(formatters, Property(attribute, "PreferredMimeTypes") as string[] ?? []);
    }

    private static Formatter? Bind(object made)
    {
        var method = made.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)]);
        return Property(made, "MimeType") is string mime && method?.ReturnType == typeof(bool)
            ? new Formatter(mime, Property(made, "Type") as Type, method.CreateDelegate<Func<object, TextWriter, bool>>(made))
            : null;
    }

    private static object? Property(object instance, string name) =>
        instance.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(instance);

    private sealed record Formatter(string MimeType, Type? Type, Func<object, TextWriter, bool> Write);
}
