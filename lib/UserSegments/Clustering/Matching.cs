namespace UserSegments.Clustering;

/// <summary>The assignment of rows to columns with the largest sum (Kuhn, 1955; shortest augmenting paths, O(n^3)).</summary>
internal static class Matching
{
    /// <summary>Column of each row; -1 for rows left over when there are more rows than columns.</summary>
    public static int[] Largest(double[,] gain)
    {
        var (rows, columns) = (gain.GetLength(0), gain.GetLength(1));
        var size = Math.Max(rows, columns);
        var (u, v, owner, way) = (new double[size + 1], new double[size + 1], new int[size + 1], new int[size + 1]);
        for (var i = 1; i <= size; i++)
        {
            owner[0] = i;
            var (column, least, used) = (0, new double[size + 1], new bool[size + 1]);
            Array.Fill(least, double.PositiveInfinity);
            do
            {
                used[column] = true;
                var (row, step, next) = (owner[column], double.PositiveInfinity, 0);
                for (var j = 1; j <= size; j++)
                {
                    if (used[j]) continue;
                    var cost = -Gain(row - 1, j - 1) - u[row] - v[j];
                    if (cost < least[j]) (least[j], way[j]) = (cost, column);
                    if (least[j] < step) (step, next) = (least[j], j);
                }
                for (var j = 0; j <= size; j++)
                {
                    if (used[j])
                    {
                        u[owner[j]] += step;
                        v[j] -= step;
                    }
                    else
                    {
                        least[j] -= step;
                    }
                }
                column = next;
            }
            while (owner[column] != 0);
            do
            {
                owner[column] = owner[way[column]];
                column = way[column];
            }
            while (column != 0);
        }
        var match = new int[rows];
        Array.Fill(match, -1);
        for (var j = 1; j <= columns; j++)
        {
            if (owner[j] <= rows) match[owner[j] - 1] = j - 1;
        }
        return match;

        double Gain(int row, int column) => row < rows && column < columns ? gain[row, column] : 0;
    }
}
