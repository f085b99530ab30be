using System.Text.Json;

namespace UserSegments.Encoding;

/// <summary>Small configuration files of model folders.</summary>
internal static class JsonFile
{
    private const long MaxBytes = 64L << 20;

    /// <summary>Parses a file; broken JSON is an error with file and line.</summary>
    public static JsonDocument Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file.", path);
        var size = new FileInfo(path).Length;
        if (size > MaxBytes) throw new InvalidDataException($"{path}: {size} bytes, expected at most {MaxBytes} of a configuration.");
        try
        {
            var bytes = File.ReadAllBytes(path).AsMemory();
            if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            CheckTexts(path, bytes.Span);
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}:{error.LineNumber + 1}: broken JSON at byte {error.BytePositionInLine} of the line: {error.Message}", error);
        }
    }

    /// <summary>The parser leaves texts as they are until they are asked for: broken UTF-8 and lone surrogates are refused here, once.</summary>
    private static void CheckTexts(string path, ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException error)
            {
                throw new InvalidDataException($"{path}: byte {reader.TokenStartIndex}: a text that is not Unicode: {error.Message}", error);
            }
        }
    }

    /// <summary>A whole number within limits, or the given one where it is missing.</summary>
    public static int Integer(this JsonElement element, string name, string file, int minimum, int maximum, int? missing = null)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return missing ?? throw new InvalidDataException($"{file}: '{name}' is missing, expected a whole number.");
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < minimum || number > maximum)
            throw new InvalidDataException($"{file}: '{name}' is {value}, expected a whole number from {minimum} to {maximum}.");
        return number;
    }

    /// <summary>A number, or the given one where it is missing.</summary>
    public static double Number(this JsonElement element, string name, string file, double missing)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return missing;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new InvalidDataException($"{file}: '{name}' is {value}, expected a number.");
    }

    /// <summary>A text, or the given one where it is missing.</summary>
    public static string? Text(this JsonElement element, string name, string file, string? missing = null)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return missing;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new InvalidDataException($"{file}: '{name}' is {value.ValueKind}, expected text.");
    }

    /// <summary>A flag, or the given one where it is missing.</summary>
    public static bool Flag(this JsonElement element, string name, string file, bool missing)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return missing;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new InvalidDataException($"{file}: '{name}' is {value.ValueKind}, expected true or false.");
    }
}
