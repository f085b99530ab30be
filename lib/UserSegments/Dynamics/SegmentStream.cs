using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using UserSegments.Data.Privacy;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Segments kept up event by event: a decayed vector a user, the nearest centre at once, centres that follow with a memory, and a state that survives a kill.</summary>
/// <remarks>
/// Users are dealt to a fixed number of shards, each with its own <see cref="DecayedVectors"/>; a batch of events is worked shard by shard in parallel, in the order given within each, with
/// the centres of the batch's start, which then move by the users met. So the same batches give the same bits on any number of threads. O(k d) an event; memory is that of the users who
/// are active and of the centres. An event older than the newest one is late: it counts by its own age and is counted. Not thread-safe from outside.
/// </remarks>
public sealed class SegmentStream
{
    private const int Shards = 16;
    private const int Version = 1;
    private const int FewEvents = 256;                                       // below, waking threads costs more than the work
    private readonly SegmentStreamOptions options;
    private readonly DecayedVectors[] vectors;
    private readonly Matrix centres;
    private readonly double[] counts;
    private readonly Matrix sums;                                            // (shards · k, d) directions met in the batch; zeros between batches
    private readonly int[,] met;
    private DateTime latest = DateTime.MinValue;

    /// <summary>Starts from centres, for example those of k-means.</summary>
    /// <param name="start">(k, d) first centres, finite; copied and brought to length 1.</param>
    /// <param name="options">How it follows.</param>
    public SegmentStream(Matrix start, SegmentStreamOptions options)
        : this(start, options, [.. Enumerable.Range(0, Shards).Select(_ => new DecayedVectors(start.Columns, options.HalfLife))])
    {
    }

    private SegmentStream(Matrix start, SegmentStreamOptions options, DecayedVectors[] vectors)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check.AtLeast(start.Rows, 1);
        (this.options, this.vectors, centres, counts) = (options, vectors, Check.Finite(start).NormalizeRows(), new double[start.Rows]);
        (sums, met) = (new Matrix(Shards * start.Rows, start.Columns), new int[Shards, start.Rows]);
    }

    /// <summary>Events taken in.</summary>
    public long Events { get; private set; }

    /// <summary>Events among them that were older than the newest one before their batch.</summary>
    public long Late { get; private set; }

    /// <summary>Users that are remembered.</summary>
    public int Users => vectors.Sum(shard => shard.Users);

    /// <summary>(k, d) the centres now; a copy.</summary>
    public Matrix Centres => centres.Copy();

    /// <summary>Takes in a batch of events and says in which segment each event's user now is.</summary>
    /// <param name="users">(n) whose, not negative.</param>
    /// <param name="times">(n) when; in any order.</param>
    /// <param name="rows">(n, d) what: one vector an event, finite.</param>
    /// <param name="segments">(n) results.</param>
    public void Take(int[] users, DateTime[] times, Matrix rows, int[] segments)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(segments);
        Check.SameLength(times.Length, users.Length, nameof(times), nameof(users));
        Check.SameLength(rows.Rows, users.Length, nameof(rows), nameof(users));
        Check.SameLength(segments.Length, users.Length, nameof(segments), nameof(users));
        Check.Finite(rows);
        foreach (var user in users) Check.AtLeast(user, 0);
        var (before, k) = (latest, centres.Rows);
        using var few = users.Length < FewEvents ? Blocks.UseThreads(1) : null;
        Blocks.For(Shards, 1, (shard, _, _) =>
        {
            var own = vectors[shard];
            for (var i = 0; i < users.Length; i++)
            {
                if (users[i] % Shards != shard) continue;
                var vector = own.AddAndSum(users[i], times[i], rows.Row(i));
                segments[i] = Nearest(vector);
                var norm = TensorPrimitives.Norm(vector);
                if (norm > 0) TensorPrimitives.MultiplyAdd(vector, 1 / norm, sums.Row(shard * k + segments[i]), sums.Row(shard * k + segments[i]));
                met[shard, segments[i]]++;
            }
        });
        foreach (var time in times)
        {
            if (time < before) Late++;
            if (time > latest) latest = time;
        }
        Follow();
        Events += users.Length;
        if (Events / options.ForgetEvery != (Events - users.Length) / options.ForgetEvery)
            Blocks.For(Shards, 1, (shard, _, _) => vectors[shard].Forget(latest, options.LeastMass));
    }

    /// <summary>The segment of a vector, of somebody new for example.</summary>
    /// <param name="vector">(d) finite; only its direction counts.</param>
    public int Nearest(ReadOnlySpan<float> vector)
    {
        var (best, score) = (0, float.NegativeInfinity);
        for (var j = 0; j < centres.Rows; j++)
        {
            var dot = TensorPrimitives.Dot(vector, centres.Row(j));
            if (dot > score) (best, score) = (j, dot);
        }
        return best;
    }

    /// <summary>The faded mean of a user's events, or null where nothing is known.</summary>
    /// <param name="user">Whose.</param>
    public float[]? Vector(int user) => vectors[user % Shards].Mean(user);

    /// <summary>Writes the whole state into a file of its owner: whole, or not at all if the process ends meanwhile.</summary>
    /// <param name="path">The file; what stands there is replaced, and what a killed save left beside it is removed: one process at a time writes it.</param>
    public void Save(string path)
    {
        PrivateFile.RemoveLeftovers(path);
        PrivateFile.Write(path, Write);
    }

    private void Write(Stream stream)
    {
        using var buffered = new BufferedStream(stream, 1 << 16);
        using var writer = new BinaryWriter(buffered, System.Text.Encoding.UTF8, true);
        writer.Write(Version);
        writer.Write(Events);
        writer.Write(Late);
        writer.Write(latest.Ticks);
        writer.Write(centres.Rows);
        writer.Write(centres.Columns);
        writer.Write(MemoryMarshal.AsBytes(counts.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(centres.Values.AsSpan()));
        writer.Flush();
        foreach (var shard in vectors) shard.Save(buffered);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; it goes on with the same bits. What a killed save left beside the file is removed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options it ran with.</param>
    /// <exception cref="InvalidDataException">The file is no state of this version, or is cut off.</exception>
    public static SegmentStream Load(string path, SegmentStreamOptions options)
    {
        PrivateFile.RemoveLeftovers(path);
        using var stream = new BufferedStream(File.OpenRead(path), 1 << 16);
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, true);
        try
        {
            if (reader.ReadInt32() is var version && version != Version) throw new InvalidDataException($"{path} has version {version}, expected {Version}.");
            var (events, late, latest, k, d) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
            if (k < 1 || d < 1 || (long)k * d > 1 << 28) throw new InvalidDataException($"{path} has {k} centres in {d} dimensions, expected both above 0.");
            var (counts, centres) = (new double[k], new Matrix(k, d));
            stream.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(centres.Values.AsSpan()));
            var state = new SegmentStream(centres, options, [.. Enumerable.Range(0, Shards).Select(_ => DecayedVectors.Load(stream))]) { Events = events, Late = late };
            state.latest = new DateTime(latest, DateTimeKind.Utc);
            // Scaling to length 1 again could change the last bit.
            centres.Values.CopyTo(state.centres.Values, 0);
            counts.CopyTo(state.counts, 0);
            return state;
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"{path} is cut off.", error);
        }
    }

    // Centres become the faded mean of the directions met, shard by shard in order, and are brought back to length 1.
    private void Follow()
    {
        for (var j = 0; j < centres.Rows; j++)
        {
            var (sum, count) = (new float[centres.Columns], 0);
            for (var shard = 0; shard < Shards; shard++)
            {
                if (met[shard, j] == 0) continue;
                var own = sums.Row(shard * centres.Rows + j);
                TensorPrimitives.Add(sum, own, sum);
                count += met[shard, j];
                own.Clear();
                met[shard, j] = 0;
            }
            if (count == 0) continue;
            counts[j] = Math.Min(counts[j] + count, Math.Max(options.Memory, count));
            var centre = centres.Row(j);
            var share = count / counts[j];
            TensorPrimitives.Multiply(centre, (float)(1 - share), centre);
            TensorPrimitives.MultiplyAdd(sum, (float)(share / count), centre, centre);
            var norm = TensorPrimitives.Norm<float>(centre);
            if (norm > 0) TensorPrimitives.Divide(centre, norm, centre);
        }
    }
}
