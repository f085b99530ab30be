using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>First centres for k-means.</summary>
internal static class Seeding
{
    private const int BlockRows = 1020;

    public static Matrix Choose(KMeansSeeding seeding, KMeansFrame frame, int k, Rng rng) => seeding switch
    {
        KMeansSeeding.PlusPlus => frame.Points.SelectRows(PlusPlus(frame, k, rng)),
        KMeansSeeding.Random => frame.Points.SelectRows(rng.Sample(frame.Points.Rows, k)),
        KMeansSeeding.Parallel => OverSampling.Choose(frame, k, rng),
        _ => throw new ArgumentOutOfRangeException(nameof(seeding), seeding, $"Seeding is {seeding}, expected one of {nameof(KMeansSeeding)}."),
    };

    /// <summary>Greedy k-means++: each next centre is drawn by weight times squared distance to the nearest centre so far, the best of 2 + ln k draws.</summary>
    public static int[] PlusPlus(KMeansFrame frame, int k, Rng rng)
    {
        var n = frame.Points.Rows;
        var trials = 2 + (int)Math.Log(k);
        var chosen = new int[k];
        var nearest = new float[n];
        nearest.AsSpan().Fill(float.PositiveInfinity);
        chosen[0] = frame.Weights is null ? rng.NextInt(n) : rng.NextIndex(frame.Weights);
        var distances = Distances(frame, [chosen[0]]);
        distances[0].CopyTo(nearest, 0);
        var shares = new double[n];
        for (var c = 1; c < k; c++)
        {
            var total = 0.0;
            for (var i = 0; i < n; i++) shares[i] = total += nearest[i] * frame.Weight(i);
            if (!(total > 0))
            {
                // Fewer distinct rows than groups: what is left is filled with rows not chosen yet.
                Fill(chosen, c, n);
                return chosen;
            }
            var candidates = new int[trials];
            for (var t = 0; t < trials; t++) candidates[t] = Draw(shares, rng.NextDouble() * total);
            distances = Distances(frame, candidates);
            var (best, least) = (0, double.PositiveInfinity);
            for (var t = 0; t < trials; t++)
            {
                var potential = Potential(frame, nearest, distances[t]);
                if (potential < least) (best, least) = (t, potential);
            }
            chosen[c] = candidates[best];
            System.Numerics.Tensors.TensorPrimitives.Min(nearest, distances[best], nearest);
        }
        return chosen;
    }

    /// <summary>Squared distances of all rows to each of a few rows, shape (few, n).</summary>
    public static float[][] Distances(KMeansFrame frame, int[] few)
    {
        var points = frame.Points;
        var rows = points.SelectRows(few);
        var centres = new CentreSet(rows, frame.Mean);
        var distances = few.Select(_ => new float[points.Rows]).ToArray();
        Blocks.For(points.Rows, BlockRows, (_, start, end) =>
        {
            var scores = new float[(end - start) * centres.Stride];
            centres.Scores(points.RowBlock(start, end - start), end - start, scores);
            for (var i = start; i < end; i++)
            {
                for (var t = 0; t < few.Length; t++)
                {
                    var squared = frame.SquaredNorms[i] + scores[((i - start) * centres.Stride) + t];
                    if (Euclid.HasCancelled(squared, frame.SquaredNorms[i])) squared = Euclid.Squared(points.Row(i), rows.Row(t));
                    distances[t][i] = squared;
                }
            }
        });
        return distances;
    }

    private static double Potential(KMeansFrame frame, float[] nearest, float[] distances) => Blocks.Sum(nearest.Length, 4096, (start, end) =>
    {
        var sum = 0.0;
        for (var i = start; i < end; i++) sum += Math.Min(nearest[i], distances[i]) * frame.Weight(i);
        return sum;
    });

    private static int Draw(double[] cumulative, double target)
    {
        var at = Array.BinarySearch(cumulative, target);
        at = at < 0 ? ~at : at + 1;                                  // the first entry above the target
        at = Math.Min(at, cumulative.Length - 1);
        while (at > 0 && cumulative[at] == cumulative[at - 1]) at--;    // never a row of share 0
        return at;
    }

    private static void Fill(int[] chosen, int from, int n)
    {
        var used = chosen.AsSpan(0, from).ToArray().ToHashSet();
        var row = 0;
        for (var c = from; c < chosen.Length; c++)
        {
            while (!used.Add(row % n) && row < n) row++;
            chosen[c] = row % n;
        }
    }
}
