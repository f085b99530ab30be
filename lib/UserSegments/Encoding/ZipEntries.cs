using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace UserSegments.Encoding;

/// <summary>Where the entries of an uncompressed zip archive lie, so that they can be mapped into memory; the library's own reader does not tell.</summary>
internal static class ZipEntries
{
    private const int EndBytes = 22;
    private const int MaxComment = 65535;
    private const long MaxDirectory = 64L << 20;

    /// <summary>Name, first byte and length of every entry; every range is known to lie inside the file.</summary>
    /// <exception cref="InvalidDataException">The file is no such archive; file and byte are named.</exception>
    public static Dictionary<string, (long Offset, long Bytes)> Read(string path)
    {
        using var file = File.OpenHandle(path);
        var size = RandomAccess.GetLength(file);
        var (count, at, bytes) = FindDirectory(path, file, size);
        var directory = ReadAt(path, file, at, bytes);
        var entries = new Dictionary<string, (long Offset, long Bytes)>(StringComparer.Ordinal);
        var place = 0;
        for (var i = 0L; i < count; i++)
        {
            if (place + 46 > directory.Length || U32(directory, place) != 0x02014B50) throw Broken(path, at + place, $"entry {i} of {count} is not there");
            var (nameBytes, extraBytes) = (U16(directory, place + 28), U16(directory, place + 30));
            var next = place + 46 + nameBytes + extraBytes + U16(directory, place + 32);
            if (next > directory.Length) throw Broken(path, at + place, "an entry is cut off");
            var name = System.Text.Encoding.UTF8.GetString(directory, place + 46, nameBytes);
            var (method, packed, whole, header) = (U16(directory, place + 10), (long)U32(directory, place + 20), (long)U32(directory, place + 24), (long)U32(directory, place + 42));
            ReadLargeSizes(directory.AsSpan(place + 46 + nameBytes, extraBytes), ref whole, ref packed, ref header);
            if (method != 0 || packed != whole) throw Broken(path, at + place, $"'{name}' is compressed, expected it stored as it is");
            var local = ReadAt(path, file, header, 30);
            if (U32(local, 0) != 0x04034B50) throw Broken(path, header, $"no entry '{name}' here");
            var start = header + 30 + U16(local, 26) + U16(local, 28);
            if (whole < 0 || start > size || whole > size - start) throw Broken(path, start, $"'{name}' has {whole} bytes, but the file ends at byte {size}");
            if (!entries.TryAdd(name, (start, whole))) throw Broken(path, at + place, $"'{name}' is there twice");
            place = next;
        }
        return entries;
    }

    /// <summary>The record at the end of the archive, or its larger brother, says where the directory is.</summary>
    private static (long Count, long At, long Bytes) FindDirectory(string path, SafeFileHandle file, long size)
    {
        var tailBytes = (int)Math.Min(size, EndBytes + MaxComment);
        var tail = ReadAt(path, file, size - tailBytes, tailBytes);
        var end = tailBytes - EndBytes;
        while (end >= 0 && U32(tail, end) != 0x06054B50) end--;
        if (end < 0) throw Broken(path, 0, "not a zip archive; PyTorch before 1.6 wrote another form: load and save it again, or convert it to safetensors");
        var (count, bytes, at) = ((long)U16(tail, end + 10), (long)U32(tail, end + 12), (long)U32(tail, end + 16));
        if (end >= 20 && U32(tail, end - 20) == 0x07064B50)
        {
            var record = ReadAt(path, file, I64(tail, end - 20 + 8), 56);
            if (U32(record, 0) != 0x06064B50) throw Broken(path, size - tailBytes + end, "its 64-bit end record is not where it is said to be");
            (count, bytes, at) = (I64(record, 32), I64(record, 40), I64(record, 48));
        }
        if (bytes is < 0 or > MaxDirectory || count < 0) throw Broken(path, size - tailBytes + end, $"a directory of {bytes} bytes, expected at most {MaxDirectory}");
        return (count, at, bytes);
    }

    /// <summary>Sizes that do not fit 32 bits stand in an extra field, in this order.</summary>
    private static void ReadLargeSizes(ReadOnlySpan<byte> extra, ref long whole, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            var (id, length) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (length > extra.Length - 4) return;
            var field = extra.Slice(4, length);
            if (id == 1)
            {
                Take(ref whole, ref field);
                Take(ref packed, ref field);
                Take(ref header, ref field);
            }
            extra = extra[(4 + length)..];
        }

        static void Take(ref long value, ref ReadOnlySpan<byte> field)
        {
            if (value != uint.MaxValue || field.Length < 8) return;
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    private static byte[] ReadAt(string path, SafeFileHandle file, long offset, long count)
    {
        var size = RandomAccess.GetLength(file);
        if (offset < 0 || offset > size || count > size - offset) throw Broken(path, offset, $"{count} bytes are expected here, but the file ends at byte {size}");
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var got = RandomAccess.Read(file, bytes.AsSpan(done), offset + done);
            if (got == 0) throw Broken(path, offset + done, "the file ends here");
            done += got;
        }
        return bytes;
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static InvalidDataException Broken(string path, long at, string what) => new($"{path}: byte {at}: {what}.");
}
