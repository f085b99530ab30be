using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Interop.Tests;

/// <summary>Small inputs that several tests share.</summary>
internal static class Toys
{
    public static Matrix Random(int rows, int columns, ulong seed = 1)
    {
        var rng = new Rng(seed);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < matrix.Values.Length; i++) matrix.Values[i] = (float)rng.NextGaussian();
        return matrix;
    }

    /// <summary>Rows around k centres, row i around centre i mod k.</summary>
    public static Matrix Blobs(int rows, int columns, int k, double spread, ulong seed = 1)
    {
        var centres = Random(k, columns, seed + 1);
        var points = Random(rows, columns, seed);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) points[i, j] = (float)((points[i, j] * spread) + centres[i % k, j]);
        }
        return points;
    }

    public static Dataset Market() => new(
        "toy",
        [new User("ann") { Attributes = new Dictionary<string, string> { ["country"] = "中国", ["age"] = "30" } }, new User("bob")],
        [new Item("a", "Apple") { Tags = ["fruit", "red"], Price = 1.5, Description = "keeps doctors away" }, new Item("b", "Book"), new Item("c", "Cup")],
        [
            new Interaction(0, 0, InteractionKind.Review, 4.5f, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), "good, \"very\" good"),
            new Interaction(1, 2, InteractionKind.Purchase, 2, new DateTime(2024, 1, 3, 0, 0, 0, DateTimeKind.Utc), ""),
            new Interaction(0, 1, InteractionKind.Click, float.NaN, null, ""),
        ]);
}
