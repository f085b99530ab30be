using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>AdamW: Adam with decoupled weight decay (Loshchilov and Hutter, 2019), gradients clipped by their common norm.</summary>
/// <remarks>
/// <c>m = β1 m + (1-β1) g; v = β2 v + (1-β2) g²; w = (1 - η λ) w - η (m / (1-β1^t)) / (sqrt(v / (1-β2^t)) + ε)</c>, as in PyTorch. Two values of memory a weight.
/// Norms are summed in double precision over fixed blocks: same bits on any number of threads.
/// </remarks>
public sealed unsafe class AdamW
{
    private const int BlockSize = 16384;
    private readonly AdamWOptions options;
    private readonly float[][] first, second;

    /// <summary>Makes an optimizer with moments of zero.</summary>
    /// <param name="parameters">What it changes; those not trained are left out.</param>
    /// <param name="options">How.</param>
    public AdamW(IEnumerable<Parameter> parameters, AdamWOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.options = options ?? new AdamWOptions();
        Parameters = [.. parameters.Where(parameter => parameter.Trained)];
        first = [.. Parameters.Select(p => GC.AllocateArray<float>(p.Count, pinned: true))];
        second = [.. Parameters.Select(p => GC.AllocateArray<float>(p.Count, pinned: true))];
    }

    /// <summary>What it changes.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of values it changes.</summary>
    public long Count => Parameters.Sum(parameter => (long)parameter.Count);

    /// <summary>Number of steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Norm of all gradients together.</summary>
    public double GradientNorm()
    {
        var sum = 0.0;
        foreach (var parameter in Parameters)
        {
            var gradient = parameter.GradientData;
            sum += Blocks.Sum(parameter.Count, BlockSize, (from, to) => SquareSum(gradient + from, to - from));
        }
        return Math.Sqrt(sum);
    }

    /// <summary>Changes the parameters by their gradients, and sets the gradients to 0.</summary>
    /// <param name="learningRate">η of this step, at least 0.</param>
    /// <returns>The norm of the gradients before clipping.</returns>
    /// <exception cref="InvalidOperationException">A gradient is not finite; nothing is changed.</exception>
    public double Step(double learningRate)
    {
        Check.NotNegative(learningRate);
        var norm = GradientNorm();
        if (!double.IsFinite(norm)) throw new InvalidOperationException($"The norm of the gradients is {norm} at step {Steps + 1}, expected a finite number: lower the learning rate.");
        Steps++;
        var clip = norm > options.ClipNorm ? (float)(options.ClipNorm / (norm + 1e-6)) : 1f;
        for (var i = 0; i < Parameters.Count; i++) Update(Parameters[i], first[i], second[i], learningRate, clip);
        return norm;
    }

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in Parameters) parameter.Gradient.Values.AsSpan().Clear();
    }

    internal IEnumerable<(string Name, Parameter Parameter, float[] First, float[] Second)> State() =>
        Parameters.Select((parameter, i) => (parameter.Name, parameter, first[i], second[i]));

    internal void Resume(int steps) => Steps = steps;

    private void Update(Parameter parameter, float[] firstMoment, float[] secondMoment, double learningRate, float clip)
    {
        var w = parameter.Data;
        var g = parameter.GradientData;
        var m = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(firstMoment, 0);
        var v = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(secondMoment, 0);
        var (b1, b2) = ((float)options.Beta1, (float)options.Beta2);
        var stepSize = (float)(learningRate / (1 - Math.Pow(options.Beta1, Steps)));
        var rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Steps)));
        var keep = (float)(1 - learningRate * (parameter.Decays ? options.WeightDecay : 0));
        var epsilon = (float)options.Epsilon;
        Blocks.For(parameter.Count, BlockSize, (_, from, to) =>
        {
            for (var i = from; i < to; i += VectorMath.Lanes)
            {
                var count = to - i;
                var gradient = VectorMath.Load(g + i, count) * clip;
                var mean = VectorMath.Load(m + i, count) * b1 + gradient * (1 - b1);
                var square = VectorMath.Load(v + i, count) * b2 + gradient * gradient * (1 - b2);
                VectorMath.Store(mean, m + i, count);
                VectorMath.Store(square, v + i, count);
                var step = mean / (Vector512.Sqrt(square) * rootScale + Vector512.Create(epsilon));
                VectorMath.Store(VectorMath.Load(w + i, count) * keep - step * stepSize, w + i, count);
                VectorMath.Store(Vector512<float>.Zero, g + i, count);
            }
        });
        parameter.Touch();
    }

    private static double SquareSum(float* values, int count)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = 0; i < count; i += VectorMath.Lanes)
        {
            var (a, b) = Vector512.Widen(VectorMath.Load(values + i, count - i));
            (low, high) = (low + a * a, high + b * b);
        }
        var sum = 0.0;
        low += high;
        for (var lane = 0; lane < 8; lane++) sum += low.GetElement(lane);
        return sum;
    }
}
