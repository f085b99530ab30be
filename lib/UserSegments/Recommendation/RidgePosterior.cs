using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Ridge regression that grows by one observation at a time and may forget: <c>A = ridge I + sum g^(age) x xᵀ</c>, <c>b = sum g^(age) r x</c>.</summary>
internal sealed class RidgePosterior
{
    private readonly int size;
    private readonly double ridge, discount;
    private readonly int refreshEvery;
    private readonly double[] precision, target, factor, mean;         // (d, d), (d), (d, d) lower triangle, (d)
    private int stale;

    public RidgePosterior(int size, BanditOptions options)
    {
        (this.size, ridge, discount, refreshEvery) = (size, options.Ridge, options.Discount, options.RefreshEvery);
        (precision, target, factor, mean) = (new double[size * size], new double[size], new double[size * size], new double[size]);
        for (var i = 0; i < size; i++) precision[i * size + i] = ridge;
        Factorise();
    }

    public ReadOnlySpan<double> Mean => mean;

    public void Add(ReadOnlySpan<float> x, double reward)
    {
        Check.SameLength(x.Length, size, nameof(x), "the features of earlier rounds");
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var kept = discount * precision[i * size + j] + x[i] * (double)x[j];
                precision[i * size + j] = i == j ? kept + (1 - discount) * ridge : kept;
            }
            target[i] = discount * target[i] + reward * x[i];
        }
        if (++stale >= refreshEvery) Factorise();
    }

    public double Predict(ReadOnlySpan<float> x) => Dot(mean, x);

    /// <summary><c>sqrt(xᵀ A⁻¹ x)</c>.</summary>
    public double Width(ReadOnlySpan<float> x)
    {
        Span<double> solved = stackalloc double[size];
        var sum = 0.0;
        for (var i = 0; i < size; i++)
        {
            var value = (double)x[i];
            for (var k = 0; k < i; k++) value -= factor[i * size + k] * solved[k];
            solved[i] = value / factor[i * size + i];
            sum += solved[i] * solved[i];
        }
        return Math.Sqrt(sum);
    }

    /// <summary>A draw from the normal distribution around the mean with covariance scale² A⁻¹.</summary>
    public double[] Draw(double scale, Rng rng)
    {
        var draw = new double[size];
        for (var i = 0; i < size; i++) draw[i] = rng.NextGaussian();
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++) draw[i] -= factor[k * size + i] * draw[k];
            draw[i] /= factor[i * size + i];
        }
        for (var i = 0; i < size; i++) draw[i] = mean[i] + scale * draw[i];
        return draw;
    }

    public static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * x[i];
        return sum;
    }

    // Cholesky, then two triangular solves for the mean.
    private void Factorise()
    {
        stale = 0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = precision[i * size + j];
                for (var k = 0; k < j; k++) value -= factor[i * size + k] * factor[j * size + k];
                factor[i * size + j] = i == j ? Math.Sqrt(Math.Max(value, 1e-12)) : value / factor[j * size + j];
            }
        }
        for (var i = 0; i < size; i++)
        {
            mean[i] = target[i];
            for (var k = 0; k < i; k++) mean[i] -= factor[i * size + k] * mean[k];
            mean[i] /= factor[i * size + i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++) mean[i] -= factor[k * size + i] * mean[k];
            mean[i] /= factor[i * size + i];
        }
    }
}
