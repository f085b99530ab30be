using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace UserSegments.Encoding;

/// <summary>Writes a checkpoint in the safetensors format, whole or not at all.</summary>
public static class SafetensorsWriter
{
    private const int Alignment = 64;

    /// <summary>Writes a file: first beside its place, then renamed, so that a reader never sees a half.</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="tensors">Name, dimensions and values of each tensor; names may not repeat.</param>
    /// <param name="metadata">Free text by name, or null.</param>
    /// <param name="type">Float32, or Float16 for half the size (values are rounded to the nearest).</param>
    /// <exception cref="ArgumentException">A name repeats, a shape does not fit its values, or the type is another.</exception>
    public static void Write(
        string path, IReadOnlyList<(string Name, long[] Shape, ReadOnlyMemory<float> Values)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null, TensorType type = TensorType.Float32)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tensors);
        if (type is not (TensorType.Float32 or TensorType.Float16)) throw new ArgumentException($"type is {type}, expected Float32 or Float16.", nameof(type));
        var size = type == TensorType.Float32 ? sizeof(float) : 2;
        var header = Header(tensors, metadata, type == TensorType.Float32 ? "F32" : "F16", size);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                file.Write(length);
                file.Write(header);
                foreach (var tensor in tensors) WriteValues(file, tensor.Values.Span, size);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The metadata of a file.</summary>
    /// <param name="path">A file in the safetensors format.</param>
    /// <exception cref="InvalidDataException">The header is broken.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        if (file.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException($"{path}: {file.Length} bytes, expected a header.");
        var count = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (count < 2 || count > file.Length - 8) throw new InvalidDataException($"{path}: the header has {count} bytes, expected 2 to {file.Length - 8}.");
        var header = new byte[count];
        file.ReadExactly(header);
        try
        {
            using var document = JsonDocument.Parse(header);
            return document.RootElement.TryGetProperty("__metadata__", out var found)
                ? found.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal)
                : new Dictionary<string, string>();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: the header is broken: {error.Message}", error);
        }
    }

    private static byte[] Header(
        IReadOnlyList<(string Name, long[] Shape, ReadOnlyMemory<float> Values)> tensors, IReadOnlyDictionary<string, string>? metadata, string type, int size)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (name, text) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(name, text);
                json.WriteEndObject();
            }
            var names = new HashSet<string>(StringComparer.Ordinal);
            var at = 0L;
            foreach (var (name, shape, values) in tensors)
            {
                if (!names.Add(name)) throw new ArgumentException($"The tensor '{name}' is there twice, expected once.", nameof(tensors));
                if (shape.Aggregate(1L, (product, n) => product * n) != values.Length)
                    throw new ArgumentException($"The tensor '{name}' has {values.Length} values, expected {string.Join(" x ", shape)}.", nameof(tensors));
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (var n in shape) json.WriteNumberValue(n);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += (long)values.Length * size);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces after the header put the values where a reader may map them.
        while ((stream.Length + 8) % Alignment != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static void WriteValues(Stream file, ReadOnlySpan<float> values, int size)
    {
        if (size == sizeof(float))
        {
            file.Write(MemoryMarshal.AsBytes(values));
            return;
        }
        var halves = new Half[Math.Min(values.Length, 1 << 16)];
        for (var i = 0; i < values.Length; i += halves.Length)
        {
            var part = values.Slice(i, Math.Min(halves.Length, values.Length - i));
            TensorPrimitives.ConvertToHalf(part, halves);
            file.Write(MemoryMarshal.AsBytes(halves.AsSpan(0, part.Length)));
        }
    }
}
