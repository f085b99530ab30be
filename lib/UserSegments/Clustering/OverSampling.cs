using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>k-means|| (Bahmani et al., 2012): five passes draw about 2k rows each by squared distance; their weighted k-means++ gives the centres.</summary>
/// <remarks>5 passes over the data instead of k.</remarks>
internal static class OverSampling
{
    private const int Rounds = 5;

    public static Matrix Choose(KMeansFrame frame, int k, Rng rng)
    {
        var points = frame.Points;
        var n = points.Rows;
        var drawn = new List<int> { frame.Weights is null ? rng.NextInt(n) : rng.NextIndex(frame.Weights) };
        var nearest = Seeding.Distances(frame, [drawn[0]])[0];
        var owner = new int[n];
        for (var round = 0; round < Rounds; round++)
        {
            var total = 0.0;
            for (var i = 0; i < n; i++) total += nearest[i] * frame.Weight(i);
            if (!(total > 0)) break;
            var fresh = new List<int>();
            for (var i = 0; i < n; i++)
            {
                if (rng.NextDouble() * total < 2.0 * k * nearest[i] * frame.Weight(i)) fresh.Add(i);
            }
            foreach (var few in fresh.Chunk(64))
            {
                var distances = Seeding.Distances(frame, few);
                for (var t = 0; t < few.Length; t++)
                {
                    for (var i = 0; i < n; i++)
                    {
                        if (distances[t][i] < nearest[i]) (nearest[i], owner[i]) = (distances[t][i], drawn.Count + t);
                    }
                }
                drawn.AddRange(few);
            }
        }
        if (drawn.Count <= k) return points.SelectRows(Seeding.PlusPlus(frame, k, rng));
        var shares = new double[drawn.Count];
        for (var i = 0; i < n; i++) shares[owner[i]] += frame.Weight(i);
        var sample = new KMeansFrame(points.SelectRows(drawn.ToArray()), shares);
        var start = Seeding.PlusPlus(sample, k, rng);
        return sample.Unshift(sample.Points.SelectRows(start));
    }
}
