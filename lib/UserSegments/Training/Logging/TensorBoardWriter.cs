using System.Buffers.Binary;
using System.Numerics;

namespace UserSegments.Training;

/// <summary>Writes scalars as a TensorBoard event file: records of length, masked CRC-32C, protocol buffer <c>Event</c>, masked CRC-32C.</summary>
/// <remarks>Little-endian. Fields of <c>Event</c>: 1 wall time (double), 2 step (int64), 3 file version (string), 5 summary; of a summary's value: 1 tag, 2 simple value (float).</remarks>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly FileStream file;

    /// <summary>Begins a file; one that is there is replaced.</summary>
    /// <param name="path">The name must hold <c>tfevents</c>, or TensorBoard will not find it.</param>
    /// <param name="time">When the run began, in UTC.</param>
    public TensorBoardWriter(string path, DateTime time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal))
            throw new ArgumentException($"path is '{path}', expected a file name that holds 'tfevents'.", nameof(path));
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        using var body = new MemoryStream();
        WriteTime(body, time);
        WriteBytes(body, 3, "brain.Event:2"u8);
        Record(body.ToArray());
    }

    /// <summary>Adds one number.</summary>
    /// <param name="tag">Name of the curve.</param>
    /// <param name="value">The number; written in single precision.</param>
    /// <param name="step">Step of the run.</param>
    /// <param name="time">When, in UTC.</param>
    public void Add(string tag, double value, long step, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(tag);
        using var entry = new MemoryStream();
        WriteBytes(entry, 1, System.Text.Encoding.UTF8.GetBytes(tag));
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
        entry.WriteByte((2 << 3) | 5);
        entry.Write(number);
        using var summary = new MemoryStream();
        WriteBytes(summary, 1, entry.ToArray());
        using var body = new MemoryStream();
        WriteTime(body, time);
        body.WriteByte(2 << 3);
        WriteVarint(body, (ulong)step);
        WriteBytes(body, 5, summary.ToArray());
        Record(body.ToArray());
    }

    /// <summary>Hands what was written to the operating system.</summary>
    public void Flush() => file.Flush();

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>CRC-32C (Castagnoli) as TensorFlow masks it: rotated by 15 bits, plus a constant, so that a checksum of checksums is safe.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }

    private void Record(ReadOnlySpan<byte> body)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)body.Length);
        file.Write(length);
        WriteCrc(length);
        file.Write(body);
        WriteCrc(body);
    }

    private void WriteCrc(ReadOnlySpan<byte> bytes)
    {
        Span<byte> crc = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, MaskedCrc(bytes));
        file.Write(crc);
    }

    private static void WriteTime(MemoryStream body, DateTime time)
    {
        Span<byte> seconds = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, (time - DateTime.UnixEpoch).TotalSeconds);
        body.WriteByte((1 << 3) | 1);
        body.Write(seconds);
    }

    private static void WriteBytes(MemoryStream body, int field, ReadOnlySpan<byte> bytes)
    {
        body.WriteByte((byte)((field << 3) | 2));
        WriteVarint(body, (ulong)bytes.Length);
        body.Write(bytes);
    }

    private static void WriteVarint(MemoryStream body, ulong value)
    {
        for (; value >= 0x80; value >>= 7) body.WriteByte((byte)(value | 0x80));
        body.WriteByte((byte)value);
    }
}
