using UserSegments.Clustering;
using UserSegments.Numerics;
using Groups = UserSegments.Clustering.Clustering;

namespace UserSegments.Tests.Clustering;

/// <summary>What must hold for every algorithm of the room, over a grid of shapes.</summary>
public sealed class GroupingPropertyTests
{
    private sealed record Algorithm(Func<Matrix, int, Groups> Fit, bool TakesK = true, int Fewest = 1, bool Directions = false);

    private static readonly Dictionary<string, Algorithm> Algorithms = new()
    {
        ["k-means"] = new((x, k) => new KMeans(new() { K = k, Seed = 3 }).Fit(x)),
        ["k-means||"] = new((x, k) => new KMeans(new() { K = k, Seed = 3, Seeding = KMeansSeeding.Parallel }).Fit(x)),
        ["spherical k-means"] = new((x, k) => new KMeans(new() { K = k, Seed = 3, Spherical = true }).Fit(x), Directions: true),
        ["bisecting k-means"] = new((x, k) => new BisectingKMeans(new() { K = k, Seed = 3 }).Fit(x)),
        ["mini-batch k-means"] = new((x, k) => new MiniBatchKMeans(new() { K = k, Seed = 3, MaxBatches = 60 }).Fit(x)),
        ["Ward"] = Tree(Linkage.Ward),
        ["average"] = Tree(Linkage.Average),
        ["complete"] = Tree(Linkage.Complete),
        ["weighted"] = Tree(Linkage.Weighted),
        ["single"] = Tree(Linkage.Single),
        ["centroid"] = Tree(Linkage.Centroid),
        ["DBSCAN"] = new((x, _) => new Dbscan(new() { Radius = 1.2 * Math.Sqrt(x.Columns), MinPoints = 4 }).Fit(x), TakesK: false),
        ["HDBSCAN"] = new((x, _) => new Hdbscan(new() { MinGroupSize = Math.Min(8, Math.Max(2, x.Rows)), MinPoints = Math.Clamp(x.Rows, 1, 4) }).Fit(x).Clustering, TakesK: false, Fewest: 2),
        ["spectral"] = new((x, k) => new Spectral(new() { K = k, Seed = 3, Neighbours = Math.Clamp(x.Rows - 1, 1, 8) }).Fit(x), Fewest: 2),
        ["mixture, full"] = Mixture(CovarianceKind.Full),
        ["mixture, diagonal"] = Mixture(CovarianceKind.Diagonal),
        ["mixture, tied"] = Mixture(CovarianceKind.Tied),
    };

    // Rows, columns and groups; 300 rows go over several tiles, 1 column and more columns than rows stand at the edges.
    private static readonly (int Rows, int Columns, int K)[] Shapes = [(60, 1, 2), (90, 2, 3), (300, 5, 4), (40, 48, 3)];

    public static TheoryData<string> Names => [.. Algorithms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_AnyThreadCount_GivesTheSameLabelsAndLeavesInputUnchanged(string name)
    {
        foreach (var (rows, columns, k) in Shapes)
        {
            var points = Fixture.Groups(rows, columns, k, 2, 80).Points;
            var before = points.Copy();
            var runs = Array.ConvertAll(new[] { 1, 2, 5 }, threads =>
            {
                using var scope = Blocks.UseThreads(threads);
                return Algorithms[name].Fit(points, k).Labels;
            });
            Assert.Equal(runs[0], runs[1]);
            Assert.Equal(runs[0], runs[2]);
            Assert.Equal(before.Values, points.Values);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_ShuffledRowsOfGroupsFarApart_GivesTheSamePartition(string name)
    {
        foreach (var (rows, columns, k) in Shapes)
        {
            var points = Apart(rows, columns, k);
            var order = new Rng(81).Sample(rows, rows);
            var straight = Algorithms[name].Fit(points, k).Labels;
            var shuffled = Algorithms[name].Fit(points.SelectRows(order), k).Labels;
            Assert.Equal(1, PartitionAgreement.AdjustedRand(Array.ConvertAll(order, i => straight[i]), shuffled), 12);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_ConstantColumnAdded_GivesTheSamePartition(string name)
    {
        foreach (var (rows, columns, k) in Shapes)
        {
            var points = Apart(rows, columns, k);
            // Directions change with a column that is not zero.
            var constant = Algorithms[name].Directions ? 0 : 7f;
            var wider = Matrix.FromRows([.. Enumerable.Range(0, rows).Select(i => (float[])[.. points.Row(i), constant])]);
            Assert.Equal(1, PartitionAgreement.AdjustedRand(Algorithms[name].Fit(points, k).Labels, Algorithms[name].Fit(wider, k).Labels), 12);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_DuplicatedRows_StayTogether(string name)
    {
        foreach (var (rows, columns, k) in Shapes)
        {
            var labels = Algorithms[name].Fit(Apart(rows, columns, k).SelectRows([.. Enumerable.Range(0, 2 * rows).Select(i => i % rows)]), k).Labels;
            Assert.Equal(labels[..rows], labels[rows..]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_AllRowsEqual_GivesLabelsInRange(string name)
    {
        var groups = Algorithms[name].Fit(Matrix.FromRows([.. Enumerable.Repeat(new[] { 3f, -1f }, 20)]), 2);
        Assert.Equal(20, groups.Labels.Length);
        Assert.All(groups.Labels, label => Assert.InRange(label, -1, groups.Count - 1));
        Assert.Equal(20, groups.Sizes.Sum() + groups.NoiseCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_FewRows_WorksOrSaysWhy(string name)
    {
        var algorithm = Algorithms[name];
        var line = Matrix.FromRows([[1f, 2f], [4f, 9f], [-20f, 5f], [30f, -60f], [8f, 70f], [-90f, -80f]]);
        Matrix First(int count) => line.SelectRows([.. Enumerable.Range(0, count)]);
        foreach (var count in new[] { 1, 2, 6 })
        {
            if (count < algorithm.Fewest)
            {
                Assert.Contains("points has 1 rows", Assert.ThrowsAny<ArgumentException>(() => algorithm.Fit(First(count), 1)).Message);
                continue;
            }
            var labels = algorithm.Fit(First(count), count).Labels;           // k = n
            Assert.Equal(count, labels.Length);
            if (algorithm.TakesK && name is not ("spectral" or "mixture, full" or "mixture, tied" or "mixture, diagonal"))
                Assert.Equal(count, labels.Distinct().Count());
        }
        if (name == "DBSCAN") Assert.Empty(algorithm.Fit(new Matrix(0, 2), 1).Labels);
        else Assert.Contains("0 rows", Assert.ThrowsAny<ArgumentException>(() => algorithm.Fit(new Matrix(0, 2), 1)).Message);
        if (algorithm.TakesK) Assert.Contains("7", Assert.ThrowsAny<ArgumentException>(() => algorithm.Fit(line, 7)).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_ValueThatIsNotFinite_NamesRowAndColumn(string name)
    {
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var points = Fixture.Groups(40, 3, 2, 5, 82).Points;
            points[17, 2] = value;
            Assert.Contains("row 17, column 2", Assert.Throws<ArgumentException>(() => Algorithms[name].Fit(points, 2)).Message);
        }
    }

    [Fact]
    public void Fit_DuplicatedRows_ActAsWeightsOverTheGrid()
    {
        foreach (var (rows, columns, k) in Shapes)
        {
            var points = Fixture.Groups(rows, columns, k, 2, 83).Points;
            var weights = Enumerable.Range(0, rows).Select(i => 1.0 + (i % 3)).ToArray();
            int[] repeated = [.. Enumerable.Range(0, rows).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 3)))];
            var start = points.SelectRows([.. Enumerable.Range(0, k)]);
            var kmeans = new KMeans(new() { K = k, Start = start, Tolerance = 0 });
            var dbscan = new Dbscan(new() { Radius = 0.6 * Math.Sqrt(columns), MinPoints = 6 });
            foreach (var fit in new Func<Matrix, double[]?, Groups>[] { kmeans.Fit, dbscan.Fit })
            {
                var weighted = fit(points, weights).Labels;
                Assert.Equal(Array.ConvertAll(repeated, i => weighted[i]), fit(points.SelectRows(repeated), null).Labels);
            }
        }
    }

    private static Algorithm Tree(Linkage linkage) => new((x, k) => new Agglomerative(new() { Linkage = linkage }).Fit(x).Cut(k));

    private static Algorithm Mixture(CovarianceKind kind) =>
        new((x, k) => new GaussianMixture(new() { K = k, Seed = 3, Covariance = kind, Regularization = 1e-3 }).Fit(x).Clustering);

    /// <summary>Groups of equal size in small balls, about directions that every algorithm tells apart.</summary>
    private static Matrix Apart(int rows, int columns, int k)
    {
        var rng = new Rng(84);
        var points = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            var angle = 2 * Math.PI * (i % k) / k;
            for (var t = 0; t < columns; t++)
            {
                var centre = t == 0 ? 30 * Math.Cos(angle) : t == 1 ? 30 * Math.Sin(angle) : 0;
                points[i, t] = (float)(centre + (0.5 * rng.NextGaussian()));
            }
        }
        return points;
    }
}
