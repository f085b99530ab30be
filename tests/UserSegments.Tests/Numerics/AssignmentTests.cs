using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed class AssignmentTests
{
    [Fact]
    public void Maximise_ByHand_TakesTheBetterSumNotTheBestPair() =>
        Assert.Equal([1, 0], Assignment.Maximise(new double[,] { { 9, 8 }, { 8, 1 } }));

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 6)]
    [InlineData(6, 3)]
    [InlineData(1, 1)]
    public void Maximise_RandomGains_AgreesWithTryingAll(int rows, int columns)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            var rng = new Rng(seed);
            var gain = new double[rows, columns];
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++) gain[i, j] = rng.NextInt(20) - 5;
            }
            var assigned = Assignment.Maximise(gain);
            var used = assigned.Where(x => x >= 0).ToList();
            Assert.Equal(used.Count, used.Distinct().Count());
            Assert.Equal(Math.Min(rows, columns), used.Count);
            Assert.Equal(Best(gain, 0, []), assigned.Select((column, row) => column < 0 ? 0 : gain[row, column]).Sum(), 1e-9);
        }
    }

    [Fact]
    public void Maximise_NotFinite_IsRefused() =>
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Assignment.Maximise(new[,] { { double.NaN } })).Message, StringComparison.Ordinal);

    [Fact]
    public void Maximise_NoRows_IsEmpty()
    {
        Assert.Empty(Assignment.Maximise(new double[0, 3]));
        Assert.Equal([-1, -1], Assignment.Maximise(new double[2, 0]));
    }

    private static double Best(double[,] gain, int row, HashSet<int> used)
    {
        var (rows, columns) = (gain.GetLength(0), gain.GetLength(1));
        if (row == rows) return 0;
        // With more rows than columns, rows - columns of them stay without one.
        var skip = rows > columns && rows - row - 1 >= columns - used.Count ? Best(gain, row + 1, used) : double.NegativeInfinity;
        for (var column = 0; column < columns; column++)
        {
            if (!used.Add(column)) continue;
            skip = Math.Max(skip, gain[row, column] + Best(gain, row + 1, used));
            used.Remove(column);
        }
        return skip;
    }
}
