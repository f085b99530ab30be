using System.Numerics.Tensors;

namespace UserSegments.Dynamics;

/// <summary>A row as the stream groupings take it.</summary>
internal static class StreamRow
{
    /// <summary>The row itself, or its direction where cosines count.</summary>
    /// <param name="row">(d); a row of zeros has no direction and stays.</param>
    /// <param name="cosine">Whether only the direction counts.</param>
    /// <param name="buffer">Holds the direction until the next call.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static ReadOnlySpan<float> Prepared(ReadOnlySpan<float> row, bool cosine, ref float[] buffer)
    {
        var norm = TensorPrimitives.Norm(row);
        if (!float.IsFinite(norm)) throw new ArgumentException("row holds a value that is not finite.", nameof(row));
        if (!cosine || norm == 0) return row;
        if (buffer.Length != row.Length) buffer = new float[row.Length];
        TensorPrimitives.Divide(row, norm, buffer);
        return buffer;
    }
}
