using System.Buffers.Binary;
using System.Text.Json;

namespace UserSegments.Encoding;

/// <summary>Reads and checks the header of a safetensors file: 8 bytes of length, then JSON, then the values.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The limit of the format's own library.</summary>
    private const long MaxHeader = 100_000_000;

    /// <summary>All tensors of one file; every range is known to lie inside the file.</summary>
    public static List<TensorInfo> Read(string path)
    {
        using var stream = File.OpenRead(path);
        var size = stream.Length;
        Span<byte> prefix = stackalloc byte[8];
        if (size < 8) throw new InvalidDataException($"{path}: the file ends at byte {size}, expected at least the 8 bytes of a safetensors header length.");
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeader) throw new InvalidDataException($"{path}: byte 0: the header is said to be {length} bytes long, expected at most {MaxHeader}.");
        if ((long)length > size - 8)
            throw new InvalidDataException($"{path}: the header ends at byte {8 + (long)length}, but the file ends at byte {size}: it is truncated.");
        var header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{path}: byte 8: the header is {document.RootElement.ValueKind}, expected an object of tensors.");
            return document.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")
                .Select(entry => ReadTensor(path, entry.Name, entry.Value, 8 + (long)length, size)).ToList();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: byte {8 + (error.BytePositionInLine ?? 0)}: the header is not JSON: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{path}: the header does not describe tensors as expected (dtype, shape, data_offsets): {error.Message}", error);
        }
    }

    /// <summary>Bytes of one value.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 => 8,
        TensorType.Float32 or TensorType.Int32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 => 2,
        _ => 1,
    };

    private static TensorInfo ReadTensor(string path, string name, JsonElement entry, long dataStart, long size)
    {
        var type = entry.GetProperty("dtype").GetString() switch
        {
            "F32" => TensorType.Float32,
            "F16" => TensorType.Float16,
            "BF16" => TensorType.BFloat16,
            "F64" => TensorType.Float64,
            "I8" => TensorType.Int8,
            "U8" => TensorType.UInt8,
            "I16" => TensorType.Int16,
            "I32" => TensorType.Int32,
            "I64" => TensorType.Int64,
            "BOOL" => TensorType.Bool,
            var other => throw new InvalidDataException($"{path}: tensor '{name}' has the unknown type '{other}'."),
        };
        var shape = entry.GetProperty("shape").EnumerateArray().Select(item => item.GetInt64()).ToArray();
        Int128 bytes = SizeOf(type);
        foreach (var side in shape)
        {
            if (side < 0) throw new InvalidDataException($"{path}: tensor '{name}' has a side of {side}, expected at least 0.");
            bytes *= side;
            if (bytes > size) throw new InvalidDataException($"{path}: tensor '{name}' of shape ({string.Join(", ", shape)}) is larger than the file of {size} bytes.");
        }
        var offsets = entry.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw new InvalidDataException($"{path}: tensor '{name}' has {offsets.GetArrayLength()} offsets, expected 2.");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (start < 0 || end < start || end - start != (long)bytes)
            throw new InvalidDataException($"{path}: tensor '{name}' takes bytes {start} to {end} of the data, expected {(long)bytes} bytes for its shape and type.");
        if (end > size - dataStart)
            throw new InvalidDataException($"{path}: tensor '{name}' ends at byte {Int128.CreateChecked(dataStart) + end}, but the file ends at byte {size}: it is truncated.");
        return new TensorInfo(name, type, shape, path, dataStart + start, end - start);
    }
}
