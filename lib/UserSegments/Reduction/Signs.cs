using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>The sign convention of components: the entry with the largest absolute value is positive (the first one of equals).</summary>
internal static class Signs
{
    /// <summary>The first components as single-precision rows with fixed signs, shape (rank, d).</summary>
    public static Matrix Fix(double[][] components, int rank)
    {
        var columns = components.Length == 0 ? 0 : components[0].Length;
        var matrix = new Matrix(rank, columns);
        for (var r = 0; r < rank; r++)
        {
            var component = components[r];
            var largest = 0;
            for (var t = 1; t < columns; t++)
            {
                if (Math.Abs(component[t]) > Math.Abs(component[largest])) largest = t;
            }
            var sign = columns > 0 && component[largest] < 0 ? -1 : 1;
            for (var t = 0; t < columns; t++) matrix[r, t] = (float)(sign * component[t]);
        }
        return matrix;
    }
}
