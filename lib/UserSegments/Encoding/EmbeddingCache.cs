using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Vectors of texts on disk, so that a text is encoded once and not once a run.</summary>
/// <remarks>
/// One file for each model with its options: 64 bytes of header, then records of one size, only ever appended: SHA-256 of the text (as UTF-16),
/// its vector in single precision, 8 bytes of check sum. A record counts if it is whole and its check sum is right, so a process may be killed
/// at any moment, and any number of processes may read and write at once: writers wait for each other at a lock file beside it. The vectors
/// come back bit by bit. Memory: about 60 bytes a text. Thread-safe.
/// </remarks>
public sealed class EmbeddingCache : IDisposable
{
    private const int HeaderBytes = 64;
    private const int KeyBytes = 32;
    private const int SumBytes = 8;

    private readonly Lock gate = new();
    private readonly SafeFileHandle file;
    private readonly Dictionary<TextKey, long> places = [];
    private readonly int recordBytes;
    private long scanned;

    private EmbeddingCache(string path, int dimension, SafeFileHandle file) =>
        (Path, Dimension, recordBytes, this.file) = (path, dimension, KeyBytes + sizeof(float) * dimension + SumBytes, file);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Number of texts that this object knows of; others may have added more since it last looked.</summary>
    public int Count
    {
        get
        {
            lock (gate) return places.Count;
        }
    }

    /// <summary>Opens a cache, or begins one.</summary>
    /// <param name="folder">Holds the caches of any number of models; made where it is missing.</param>
    /// <param name="key">All that decides what the vectors are: the model, its options.</param>
    /// <param name="dimension">Length of a vector.</param>
    /// <exception cref="InvalidDataException">The file's header is not that of this cache.</exception>
    public static EmbeddingCache Open(string folder, string key, int dimension)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(key);
        Check.InRange(dimension, 1, 1 << 16);
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan()));
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}-{dimension}.vectors");
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            using (FileGate.Enter(path + ".lock")) CheckHeader(path, file, Header(hash, dimension));
            return new EmbeddingCache(path, dimension, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Fills in the vectors of the texts that are known, whoever added them.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vectors">(texts, d); rows of unknown texts are left as they are.</param>
    /// <returns>The places of the unknown texts, ascending.</returns>
    public int[] Find(IReadOnlyList<string> texts, Matrix vectors)
    {
        CheckShapes(texts, vectors);
        var missing = new List<int>();
        lock (gate)
        {
            LookForMore();
            var record = new byte[recordBytes];
            for (var i = 0; i < texts.Count; i++)
            {
                var key = TextKey.Of(texts[i]);
                if (places.TryGetValue(key, out var place) && TryRead(place, key, record)) MemoryMarshal.Cast<byte, float>(record.AsSpan(KeyBytes, sizeof(float) * Dimension)).CopyTo(vectors.Row(i));
                else missing.Add(i);
            }
        }
        return [.. missing];
    }

    /// <summary>Appends the vectors of texts; what is known already is left as it is.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vectors">(texts, d).</param>
    /// <param name="rows">Which of them; empty for all.</param>
    public void Add(IReadOnlyList<string> texts, Matrix vectors, params ReadOnlySpan<int> rows)
    {
        CheckShapes(texts, vectors);
        if (rows.IsEmpty) rows = Enumerable.Range(0, texts.Count).ToArray();
        lock (gate)
        {
            using var alone = FileGate.Enter(Path + ".lock");
            LookForMore();
            var (records, count) = (new byte[(long)recordBytes * rows.Length], 0);
            foreach (var row in rows)
            {
                var key = TextKey.Of(texts[row]);
                if (!places.TryAdd(key, scanned + count)) continue;
                var record = records.AsSpan(recordBytes * count++, recordBytes);
                MemoryMarshal.Write(record, key);
                MemoryMarshal.AsBytes(vectors.Row(row)).CopyTo(record[KeyBytes..]);
                BinaryPrimitives.WriteUInt64LittleEndian(record[^SumBytes..], SumOf(record[..^SumBytes]));
            }
            // Written over what a killed process may have left of a record: that is always shorter than one.
            RandomAccess.Write(file, records.AsSpan(0, recordBytes * count), PlaceOf(scanned));
            scanned += count;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private static byte[] Header(byte[] keyHash, int dimension)
    {
        var header = new byte[HeaderBytes];
        "USEGVEC1"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), dimension);
        keyHash.CopyTo(header.AsSpan(16));
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(48), SumOf(header.AsSpan(0, 48)));
        return header;
    }

    /// <summary>Under the lock: an empty file, or one whose maker was killed within the header, gets a header.</summary>
    private static void CheckHeader(string path, SafeFileHandle file, byte[] expected)
    {
        var found = new byte[HeaderBytes];
        if (RandomAccess.GetLength(file) < HeaderBytes) RandomAccess.Write(file, expected, 0);
        else if (RandomAccess.Read(file, found, 0) < HeaderBytes || !found.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException($"{path}: byte 0: not the header of this embedding cache; delete the file, it will be made anew.");
    }

    private static ulong SumOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private long PlaceOf(long record) => HeaderBytes + record * recordBytes;

    /// <summary>Learns the keys of records that were appended since; the last of two records of a text counts.</summary>
    private void LookForMore()
    {
        var whole = (RandomAccess.GetLength(file) - HeaderBytes) / recordBytes;
        if (scanned >= whole) return;
        var buffer = new byte[recordBytes * Math.Min(whole - scanned, 1 + (1 << 20) / recordBytes)];
        while (scanned < whole)
        {
            var count = (int)Math.Min(whole - scanned, buffer.Length / recordBytes);
            if (!TryFill(buffer.AsSpan(0, count * recordBytes), PlaceOf(scanned))) return;
            for (var i = 0; i < count; i++) places[MemoryMarshal.Read<TextKey>(buffer.AsSpan(i * recordBytes))] = scanned + i;
            scanned += count;
        }
    }

    /// <summary>Reads and checks one record; a bad one is forgotten, so that its text is encoded and added again.</summary>
    private bool TryRead(long place, TextKey key, byte[] record)
    {
        if (TryFill(record, PlaceOf(place)) && MemoryMarshal.Read<TextKey>(record) == key
            && BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(recordBytes - SumBytes)) == SumOf(record.AsSpan(0, recordBytes - SumBytes))) return true;
        places.Remove(key);
        return false;
    }

    private bool TryFill(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            var count = RandomAccess.Read(file, buffer, offset);
            if (count == 0) return false;
            buffer = buffer[count..];
            offset += count;
        }
        return true;
    }

    private void CheckShapes(IReadOnlyList<string> texts, Matrix vectors)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Rows != texts.Count || vectors.Columns != Dimension)
            throw new ArgumentException($"vectors is ({vectors.Rows}, {vectors.Columns}), expected ({texts.Count}, {Dimension}).", nameof(vectors));
    }

    /// <summary>SHA-256 of a text.</summary>
    private readonly record struct TextKey(ulong A, ulong B, ulong C, ulong D)
    {
        public static TextKey Of(string text)
        {
            // The units themselves: in UTF-8 texts that differ in broken surrogates would become one.
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
            return MemoryMarshal.Read<TextKey>(hash);
        }
    }
}
