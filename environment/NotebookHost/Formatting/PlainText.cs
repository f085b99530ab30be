using System.Collections;
using System.Globalization;
using System.Text;

namespace NotebookHost.Formatting;

/// <summary>Values as plain text, in the invariant culture, truncated.</summary>
internal static class PlainText
{
    /// <summary>How many elements of a sequence are shown.</summary>
    public const int MaxItems = 20;

    private const int MaxText = 100_000, MaxInnerText = 200, MaxDepth = 3;

    /// <summary>The text of a value that stands alone.</summary>
    public static string Of(object? value)
    {
        if (value is string text) return Truncate(text, MaxText);
        var written = new StringBuilder();
        Write(written, value, 0);
        return Truncate(written.ToString(), MaxText);
    }

    /// <summary>The text of a value within another.</summary>
    public static string Inner(object? value)
    {
        var written = new StringBuilder();
        Write(written, value, 1);
        return value is string ? Truncate((string)value, MaxInnerText) : Truncate(written.ToString(), 4 * MaxInnerText);
    }

    /// <summary>The word for a scalar.</summary>
    public static string Scalar(object? value) => value switch
    {
        null => "null",
        string text => text,
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        Type type => type.ToString(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Write(StringBuilder to, object? value, int depth)
    {
        if (value is string text) to.Append(Truncate(text, MaxInnerText));
        else if (Members.IsScalar(value)) to.Append(Scalar(value));
        else if (value is IDictionary map) WriteDictionary(to, map, depth);
        else if (ConventionFormatters.Of(value!.GetType()) is { } own && own.Format(value, ["text/plain"]).TryGet("text/plain", out var plain)) to.Append(plain);
        else if (Members.IsSequence(value)) WriteSequence(to, (IEnumerable)value, depth);
        else if (value is System.Runtime.CompilerServices.ITuple tuple) WriteTuple(to, tuple, depth);
        else if (Members.HasOwnText(value.GetType()) || depth >= MaxDepth) to.Append(Text(value));
        else WriteMembers(to, value, depth);
    }

    private static void WriteSequence(StringBuilder to, IEnumerable sequence, int depth)
    {
        if (depth >= MaxDepth)
        {
            to.Append("[ ... ]");
            return;
        }
        var (shown, rest) = Take(sequence);
        to.Append('[');
        for (var i = 0; i < shown.Count; i++) Write(to.Append(i == 0 ? " " : ", "), shown[i], depth + 1);
        if (rest is not null) to.Append(", ... ").Append(rest);
        to.Append(" ]");
    }

    private static void WriteDictionary(StringBuilder to, IDictionary map, int depth)
    {
        to.Append('[');
        var count = 0;
        foreach (DictionaryEntry entry in map)
        {
            if (count == MaxItems)
            {
                to.Append(", ... ").Append(More(map.Count - count));
                break;
            }
            Write(to.Append(count++ == 0 ? " " : ", "), entry.Key, depth + 1);
            Write(to.Append(": "), entry.Value, depth + 1);
        }
        to.Append(" ]");
    }

    private static void WriteTuple(StringBuilder to, System.Runtime.CompilerServices.ITuple tuple, int depth)
    {
        to.Append('(');
        for (var i = 0; i < tuple.Length; i++) Write(to.Append(i == 0 ? "" : ", "), tuple[i], depth + 1);
        to.Append(')');
    }

    private static void WriteMembers(StringBuilder to, object value, int depth)
    {
        var members = Members.Of(value.GetType());
        var name = TypeName(value.GetType());
        to.Append(name).Append(name.Length > 0 && members.Count > 0 ? " " : "");
        if (members.Count == 0) return;
        to.Append('{');
        for (var i = 0; i < Math.Min(members.Count, MaxItems); i++)
        {
            Write(to.Append(i == 0 ? " " : ", ").Append(members[i].Name).Append(" = "), members[i].Read(value), depth + 1);
        }
        to.Append(members.Count > MaxItems ? ", ... }" : " }");
    }

    /// <summary>The first elements of a sequence, and a note of how many follow.</summary>
    public static (List<object?> Shown, string? More) Take(IEnumerable sequence)
    {
        var shown = new List<object?>();
        foreach (var item in sequence)
        {
            if (shown.Count == MaxItems) return (shown, sequence is ICollection { Count: var count } ? More(count - MaxItems) : "(more)");
            shown.Add(item);
        }
        return (shown, null);
    }

    /// <summary>The name of a type as it is written in C#.</summary>
    public static string TypeName(Type type)
    {
        if (type.Name.StartsWith("<>", StringComparison.Ordinal)) return "";
        if (Nullable.GetUnderlyingType(type) is { } inner) return TypeName(inner) + "?";
        if (type.IsArray) return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        var keyword = type == typeof(object) ? "object" : type == typeof(string) ? "string" : type == typeof(int) ? "int" : type == typeof(long) ? "long"
            : type == typeof(uint) ? "uint" : type == typeof(ulong) ? "ulong" : type == typeof(short) ? "short" : type == typeof(ushort) ? "ushort"
            : type == typeof(byte) ? "byte" : type == typeof(sbyte) ? "sbyte" : type == typeof(float) ? "float" : type == typeof(double) ? "double"
            : type == typeof(decimal) ? "decimal" : type == typeof(bool) ? "bool" : type == typeof(char) ? "char" : null;
        if (keyword is not null) return keyword;
        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }

    private static string Text(object value)
    {
        try
        {
            return value.ToString() ?? "";
        }
        catch (Exception e)
        {
            return $"!{e.GetType().Name}";
        }
    }

    private static string More(int count) => string.Create(CultureInfo.InvariantCulture, $"({count:N0} more)");

    private static string Truncate(string text, int length) =>
        text.Length <= length ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, length)}... ({text.Length - length:N0} more characters)");
}
