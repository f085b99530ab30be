using UserSegments.Numerics;

namespace UserSegments.Reduction;

/// <summary>The first two principal components, scaled, as the start of a picture: it keeps what global order there is.</summary>
internal static class PlaneStart
{
    /// <summary>(2 n) places; the first coordinate has standard deviation <paramref name="spread"/>. A hint of noise parts equal rows.</summary>
    public static double[] Of(Matrix points, double spread, ulong seed)
    {
        var (rng, place) = (new Rng(seed), new double[2 * points.Rows]);
        var mean = Euclid.MeansOrZero(points);
        if (CentredProduct.TotalVariance(points, mean) > 0)
        {
            var rank = Math.Min(2, Math.Min(points.Rows, points.Columns));
            var model = Pca.Fit(points, new() { Components = rank, Solver = PcaSolver.Randomized, Seed = seed });
            var scores = model.Transform(points);
            var scale = spread / Math.Sqrt(model.ExplainedVariance[0]);
            for (var i = 0; i < points.Rows; i++)
            {
                for (var r = 0; r < rank; r++) place[(2 * i) + r] = scores[i, r] * scale;
            }
        }
        for (var i = 0; i < place.Length; i++) place[i] += 1e-3 * spread * rng.NextGaussian();
        return place;
    }
}
