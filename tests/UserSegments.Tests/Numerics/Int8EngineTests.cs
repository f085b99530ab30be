using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed unsafe class Int8EngineTests
{
    [Fact]
    public void Run_EveryEdge_EqualsTheObviousIntegers()
    {
        var rng = new Rng(2);
        foreach (var rows in new[] { 1, 3, 4, 5, 95, 96, 97 })
        {
            foreach (var inner in new[] { 1, 4, 7, 8, 33 })
            {
                foreach (var columns in new[] { 1, 8, 16, 17, 40 })
                {
                    var (a, w) = (Random(rows * inner, rng), Random(columns * inner, rng));
                    var product = new float[rows * columns];
                    fixed (float* left = a, target = product)
                        Int8Engine.Run(left, inner, rows, new Int8Matrix(w, inner, columns), target, columns, default(NoEpilogue));
                    Assert.True(Obvious(a, w, rows, inner, columns).SequenceEqual(product), $"({rows}, {inner}) x ({inner}, {columns})");
                }
            }
        }
    }

    [Fact]
    public void Run_NormalValues_ErrorIsWhatTheStepsPredict()
    {
        var rng = new Rng(3);
        var (a, w) = (Random(20 * 384, rng), Random(64 * 384, rng));
        var product = new float[20 * 64];
        fixed (float* left = a, target = product)
            Int8Engine.Run(left, 384, 20, new Int8Matrix(w, 384, 64), target, 64, default(NoEpilogue));
        var exact = MatrixProduct.MultiplyTransposed(new Matrix(20, 384, a), new Matrix(64, 384, w)).Values;
        // Steps of 6.6 / 127 and 6 / 254 deviations, each uniform error a step over the root of 12: 0.015 and 0.007, together 0.0165.
        var (error, size) = (exact.Zip(product, (x, y) => (x - y) * (x - y)).Sum(), exact.Sum(x => x * x));
        Assert.True(error <= 0.02 * 0.02 * size, $"relative error {Math.Sqrt(error / size)}");
    }

    [Fact]
    public void Dot4_PortableAndChosen_GiveTheSameSums()
    {
        var rng = new Rng(4);
        for (var trial = 0; trial < 200; trial++)
        {
            var (a, b) = (new byte[32], new sbyte[32]);
            for (var i = 0; i < 32; i++) (a[i], b[i]) = ((byte)rng.NextInt(128), (sbyte)(rng.NextInt(255) - 127));
            if (trial == 0) (a, b) = ([.. Enumerable.Repeat((byte)127, 32)], [.. Enumerable.Repeat((sbyte)-127, 32)]);
            var start = Vector256.Create(trial - 100);
            var sums = Int8Engine.Dot4(start, Vector256.Create(a), Vector256.Create(b));
            Assert.Equal(sums, Int8Engine.Dot4Portable(start, Vector256.Create(a), Vector256.Create(b)));
            for (var lane = 0; lane < 8; lane++) Assert.Equal(trial - 100 + Enumerable.Range(4 * lane, 4).Sum(i => a[i] * b[i]), sums[lane]);
        }
    }

    private static float[] Obvious(float[] a, float[] w, int rows, int inner, int columns)
    {
        var product = new float[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            var row = a.AsSpan(i * inner, inner);
            var (least, most) = (0f, 0f);
            foreach (var x in row) (least, most) = (MathF.Min(least, x), MathF.Max(most, x));
            var scale = (most - least) / 127;
            var zero = (int)MathF.Round(-least * (1 / scale));
            for (var j = 0; j < columns; j++)
            {
                var column = w.AsSpan(j * inner, inner);
                var largest = 0f;
                foreach (var x in column) largest = MathF.Max(largest, MathF.Abs(x));
                var (sum, total) = (0, 0);
                for (var k = 0; k < inner; k++)
                {
                    var weight = (int)MathF.Round(column[k] * (127 / largest));
                    sum += Math.Clamp((int)MathF.FusedMultiplyAdd(row[k], 1 / scale, zero + 0.5f), 0, 127) * weight;
                    total += weight;
                }
                product[i * columns + j] = (sum - zero * total) * (largest / 127 * scale);
            }
        }
        return product;
    }

    private static float[] Random(int count, Rng rng)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)rng.NextGaussian();
        return values;
    }
}
