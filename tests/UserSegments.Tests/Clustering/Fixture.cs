using System.Text.Json;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

/// <summary>Reads a fixture that lies beside the tests; each was made by the script of the same folder.</summary>
internal static class Fixture
{
    public static JsonElement Read(string room, string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, room, "Fixtures", name);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    public static Matrix Matrix(this JsonElement element) =>
        UserSegments.Numerics.Matrix.FromRows([.. element.EnumerateArray().Select(row => row.EnumerateArray().Select(value => (float)value.GetDouble()).ToArray())]);

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetInt32())];

    public static void Close(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Max(1e-9, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}, allowed {relative} of it");

    /// <summary>Gaussian groups about random centres.</summary>
    public static (Matrix Points, int[] Truth) Groups(int n, int d, int k, double apart, ulong seed)
    {
        var rng = new Rng(seed);
        var centres = new Matrix(k, d);
        foreach (ref var value in centres.Values.AsSpan()) value = (float)(apart * rng.NextGaussian());
        var (points, truth) = (new Matrix(n, d), new int[n]);
        for (var i = 0; i < n; i++)
        {
            truth[i] = rng.NextInt(k);
            for (var t = 0; t < d; t++) points[i, t] = centres[truth[i], t] + (float)rng.NextGaussian();
        }
        return (points, truth);
    }
}
