namespace UserSegments.Numerics;

/// <summary>The assignment problem: each row gets at most one column, each column at most one row, and the sum is largest.</summary>
public static class Assignment
{
    /// <summary>The best assignment (Kuhn, 1955; in the shortest-path form of Jonker and Volgenant, 1987).</summary>
    /// <param name="gain">(rows, columns) what each pair is worth, finite.</param>
    /// <returns>(rows) column of each row, or -1 where there are fewer columns than rows.</returns>
    /// <remarks>O(min² max) time, exact up to rounding; ties go to the lowest column that the search meets first. Deterministic.</remarks>
    public static int[] Maximise(double[,] gain)
    {
        ArgumentNullException.ThrowIfNull(gain);
        var (rows, columns) = (gain.GetLength(0), gain.GetLength(1));
        foreach (var value in gain)
        {
            if (!double.IsFinite(value)) throw new ArgumentException(FormattableString.Invariant($"gain holds {value}, expected finite numbers."), nameof(gain));
        }
        if (rows <= columns) return Solve(rows, columns, (i, j) => -gain[i, j]);
        var byColumn = Solve(columns, rows, (i, j) => -gain[j, i]);
        var byRow = new int[rows];
        Array.Fill(byRow, -1);
        for (var column = 0; column < columns; column++) byRow[byColumn[column]] = column;
        return byRow;
    }

    // Rows are added one by one; u and v are the potentials, way the path of least reduced cost. Index 0 is a sentinel.
    private static int[] Solve(int rows, int columns, Func<int, int, double> cost)
    {
        var (u, v) = (new double[rows + 1], new double[columns + 1]);
        var (rowOf, way) = (new int[columns + 1], new int[columns + 1]);
        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var at = 0;
            var (least, seen) = (new double[columns + 1], new bool[columns + 1]);
            Array.Fill(least, double.PositiveInfinity);
            do
            {
                seen[at] = true;
                var (i, delta, next) = (rowOf[at], double.PositiveInfinity, 0);
                for (var j = 1; j <= columns; j++)
                {
                    if (seen[j]) continue;
                    var reduced = cost(i - 1, j - 1) - u[i] - v[j];
                    if (reduced < least[j]) (least[j], way[j]) = (reduced, at);
                    if (least[j] < delta) (delta, next) = (least[j], j);
                }
                for (var j = 0; j <= columns; j++)
                {
                    if (seen[j]) (u[rowOf[j]], v[j]) = (u[rowOf[j]] + delta, v[j] - delta);
                    else least[j] -= delta;
                }
                at = next;
            }
            while (rowOf[at] != 0);
            for (; at != 0; at = way[at]) rowOf[at] = rowOf[way[at]];
        }
        var assigned = new int[rows];
        for (var j = 1; j <= columns; j++)
        {
            if (rowOf[j] > 0) assigned[rowOf[j] - 1] = j - 1;
        }
        return assigned;
    }
}
