using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Encoding;

/// <summary>Softmax, normalization and rotation of rows.</summary>
internal static unsafe class RowKernels
{
    /// <summary><c>exp(scale (x - max))</c> of every row in place; one over its sum goes to <paramref name="inverses"/>, to be multiplied in later.</summary>
    /// <param name="x">(rows, stride) scores; a row is read and written up to the next multiple of 8, so it must have room; the rest becomes 0.</param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="n">Scores of the first row, at least 1.</param>
    /// <param name="growth">How many more each row has than the one before it: 0, or 1 where a token sees what stands before it.</param>
    /// <param name="scale">Positive.</param>
    /// <param name="inverses">(rows).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExpOfScaled(float* x, nint stride, int rows, int n, int growth, float scale, float* inverses)
    {
        // All maxima first: rows do not wait for one another. A NaN that a maximum passes over is met by the exponential.
        for (var i = 0; i < rows; i++)
        {
            var row = x + i * stride;
            var count = n + i * growth;
            var padded = (count + 7) & ~7;
            for (var j = count; j < padded; j++) row[j] = float.NegativeInfinity;
            var top = Vector256.Load(row);
            for (var j = 8; j < padded; j += 8) top = Vector256.MaxNative(top, Vector256.Load(row + j));
            inverses[i] = VectorMath.Max(top);
        }
        var factor = Vector256.Create(scale);
        for (var i = 0; i < rows; i++)
        {
            var row = x + i * stride;
            var padded = (n + i * growth + 7) & ~7;
            var (shift, sum) = (Vector256.Create(-scale * inverses[i]), Vector256<float>.Zero);
            for (var j = 0; j < padded; j += 8)
            {
                var e = VectorMath.Exp(Vector256.FusedMultiplyAdd(Vector256.Load(row + j), factor, shift));
                e.Store(row + j);
                sum += e;
            }
            inverses[i] = 1 / VectorMath.Sum(sum);
        }
    }

    /// <summary><c>target = scale (x - mean) / sqrt(variance + epsilon) + shift</c> (Ba, Kiros and Hinton, 2016); the variance is the biased one.</summary>
    /// <param name="x">(n).</param>
    /// <param name="target">(n); may be x.</param>
    /// <param name="n">Width.</param>
    /// <param name="scale">(n).</param>
    /// <param name="shift">(n).</param>
    /// <param name="epsilon">Added to the variance.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LayerNorm(float* x, float* target, int n, float* scale, float* shift, float epsilon)
    {
        var whole = n & ~7;
        var lanes = Vector256<float>.Zero;
        for (var j = 0; j < whole; j += 8) lanes += Vector256.Load(x + j);
        var sum = VectorMath.Sum(lanes);
        for (var j = whole; j < n; j++) sum += x[j];
        var mean = sum / n;
        var centre = Vector256.Create(mean);
        lanes = Vector256<float>.Zero;
        for (var j = 0; j < whole; j += 8)
        {
            var d = Vector256.Load(x + j) - centre;
            lanes = Vector256.FusedMultiplyAdd(d, d, lanes);
        }
        var squares = VectorMath.Sum(lanes);
        for (var j = whole; j < n; j++) squares += (x[j] - mean) * (x[j] - mean);
        var inverse = 1 / MathF.Sqrt(squares / n + epsilon);
        var factor = Vector256.Create(inverse);
        for (var j = 0; j < whole; j += 8)
            Vector256.FusedMultiplyAdd((Vector256.Load(x + j) - centre) * factor, Vector256.Load(scale + j), Vector256.Load(shift + j)).Store(target + j);
        for (var j = whole; j < n; j++) target[j] = MathF.FusedMultiplyAdd((x[j] - mean) * inverse, scale[j], shift[j]);
    }

    /// <summary><c>target = scale x / sqrt(mean(x²) + epsilon)</c> (Zhang and Sennrich, 2019).</summary>
    /// <param name="x">(n).</param>
    /// <param name="target">(n); may be x.</param>
    /// <param name="n">Width.</param>
    /// <param name="scale">(n).</param>
    /// <param name="epsilon">Added to the mean of squares.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RmsNorm(float* x, float* target, int n, float* scale, float epsilon)
    {
        var whole = n & ~7;
        var lanes = Vector256<float>.Zero;
        for (var j = 0; j < whole; j += 8) lanes = Vector256.FusedMultiplyAdd(Vector256.Load(x + j), Vector256.Load(x + j), lanes);
        var squares = VectorMath.Sum(lanes);
        for (var j = whole; j < n; j++) squares += x[j] * x[j];
        var inverse = 1 / MathF.Sqrt(squares / n + epsilon);
        var factor = Vector256.Create(inverse);
        for (var j = 0; j < whole; j += 8) (Vector256.Load(x + j) * factor * Vector256.Load(scale + j)).Store(target + j);
        for (var j = whole; j < n; j++) target[j] = x[j] * inverse * scale[j];
    }

    /// <summary>Turns the pairs (j, j + half) of a head by the angles of its position (Su et al., 2021; in the half-split form).</summary>
    /// <param name="x">(2 half); changed in place.</param>
    /// <param name="cosines">(half).</param>
    /// <param name="sines">(half).</param>
    /// <param name="half">Half of the head's width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(float* x, float* cosines, float* sines, int half)
    {
        var j = 0;
        for (; j <= half - 8; j += 8)
        {
            var (a, b) = (Vector256.Load(x + j), Vector256.Load(x + half + j));
            var (c, s) = (Vector256.Load(cosines + j), Vector256.Load(sines + j));
            (a * c - b * s).Store(x + j);
            (b * c + a * s).Store(x + half + j);
        }
        for (; j < half; j++)
        {
            var (a, b) = (x[j], x[half + j]);
            x[j] = a * cosines[j] - b * sines[j];
            x[half + j] = b * cosines[j] + a * sines[j];
        }
    }
}
