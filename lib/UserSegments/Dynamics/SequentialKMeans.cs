using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>k-means one row at a time (MacQueen, 1967), with forgetting: centres follow behaviour as it arrives.</summary>
/// <remarks>
/// The nearest centre moves by <c>(x - c) / n</c>, n the faded number of its rows: with a memory of infinity it is the mean of all its rows, with a memory of N rows it is
/// their exponentially weighted mean and n tends to N. O(k d) a row, O(k d) memory. Not thread-safe; deterministic.
/// </remarks>
public sealed class SequentialKMeans
{
    private readonly Matrix centres;
    private readonly double[] counts;
    private readonly float[] halfNorms;
    private readonly double memory;

    /// <summary>Starts from centres, for example those of a batch.</summary>
    /// <param name="start">(k, d) first centres, finite; copied.</param>
    /// <param name="counts">(k) how many rows each stands for, at least 0; all 0 unless given: the first row then replaces the centre.</param>
    /// <param name="memory">How many of its rows a centre remembers, at least 1; infinity unless given.</param>
    public SequentialKMeans(Matrix start, double[]? counts = null, double memory = double.PositiveInfinity)
    {
        centres = Check.Finite(start).Copy();
        Check.AtLeast(start.Rows, 1);
        if (!(memory >= 1)) throw new ArgumentOutOfRangeException(nameof(memory), memory, FormattableString.Invariant($"memory is {memory}, expected at least 1."));
        if (counts is not null) Check.SameLength(counts.Length, start.Rows, nameof(counts), "the rows of start");
        (this.counts, this.memory, halfNorms) = (counts is null ? new double[start.Rows] : (double[])counts.Clone(), memory, new float[start.Rows]);
        for (var j = 0; j < start.Rows; j++) Renorm(j);
    }

    /// <summary>(k, d) the centres now; a copy.</summary>
    public Matrix Centres => centres.Copy();

    /// <summary>(k) faded number of rows of each centre.</summary>
    public IReadOnlyList<double> Counts => counts;

    /// <summary>Takes in one row.</summary>
    /// <param name="row">(d) finite; NaN is refused.</param>
    /// <returns>The label of the centre that took it.</returns>
    public int Add(ReadOnlySpan<float> row)
    {
        var label = Nearest(row);
        var count = counts[label] = Math.Min(counts[label] + 1, memory);
        var centre = centres.Row(label);
        // c + (x - c) / n, written as c (1 - 1/n) + x / n.
        TensorPrimitives.Multiply(centre, (float)(1 - 1 / count), centre);
        TensorPrimitives.MultiplyAdd(row, (float)(1 / count), centre, centre);
        Renorm(label);
        return label;
    }

    /// <summary>The nearest centre of a row, without taking it in: new users are placed at once.</summary>
    /// <param name="row">(d) finite.</param>
    public int Nearest(ReadOnlySpan<float> row)
    {
        Check.SameLength(row.Length, centres.Columns, nameof(row), "the columns of the centres");
        var (best, score) = (-1, float.PositiveInfinity);
        for (var j = 0; j < counts.Length; j++)
        {
            var distance = halfNorms[j] - TensorPrimitives.Dot<float>(row, centres.Row(j));
            if (distance < score) (best, score) = (j, distance);
        }
        return best >= 0 ? best : throw new ArgumentException("row holds a value that is not finite.", nameof(row));
    }

    /// <summary>Writes the state; read back, it goes on with the same bits.</summary>
    /// <param name="stream">Where to.</param>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, true);
        writer.Write(centres.Rows);
        writer.Write(centres.Columns);
        writer.Write(memory);
        writer.Write(MemoryMarshal.AsBytes(counts.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(centres.Values.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Where from.</param>
    /// <exception cref="InvalidDataException">The state is cut off or malformed.</exception>
    public static SequentialKMeans Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, true);
        try
        {
            var (rows, columns, memory) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble());
            if (rows < 1 || columns < 1 || (long)rows * columns > 1 << 28 || !(memory >= 1))
                throw new InvalidDataException($"The state has {rows} centres in {columns} dimensions, expected both above 0.");
            var (counts, centres) = (new double[rows], new Matrix(rows, columns));
            stream.ReadExactly(MemoryMarshal.AsBytes(counts.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(centres.Values.AsSpan()));
            return new SequentialKMeans(centres, counts, memory);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("The state of sequential k-means is cut off.", error);
        }
    }

    private void Renorm(int label) => halfNorms[label] = TensorPrimitives.Dot<float>(centres.Row(label), centres.Row(label)) / 2;
}
