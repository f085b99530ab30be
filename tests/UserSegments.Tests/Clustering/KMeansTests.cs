using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class KMeansTests
{
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Clustering", "clustering.json");

    [Fact]
    public void Fit_SameStart_AgreesWithScikitLearn()
    {
        var points = Peer.GetProperty("points").Matrix();
        var groups = new KMeans(new() { K = 5, Start = points.SelectRows([0, 1, 2, 3, 4]), Tolerance = 0 }).Fit(points);
        var expected = Peer.GetProperty("kmeans");
        Assert.Equal(expected.GetProperty("labels").Ints(), groups.Labels);
        Fixture.Close(expected.GetProperty("inertia").GetDouble(), groups.Inertia!.Value, 1e-6);
        var centres = expected.GetProperty("centres").Matrix();
        for (var i = 0; i < centres.Values.Length; i++) Assert.Equal(centres.Values[i], groups.Centres!.Values[i], 1e-5);
    }

    [Fact]
    public void Fit_OnePass_AgreesWithScikitLearn()
    {
        var points = Peer.GetProperty("points").Matrix();
        var groups = new KMeans(new() { K = 5, Start = points.SelectRows([0, 1, 2, 3, 4]), Tolerance = 0, MaxPasses = 1 }).Fit(points);
        Assert.Equal(Peer.GetProperty("onePass").GetProperty("labels").Ints(), groups.Labels);
        Fixture.Close(Peer.GetProperty("onePass").GetProperty("inertia").GetDouble(), groups.Inertia!.Value, 1e-6);
        Assert.False(groups.Converged);
    }

    [Fact]
    public void Fit_Weights_AgreesWithScikitLearn()
    {
        var points = Peer.GetProperty("points").Matrix();
        var groups = new KMeans(new() { K = 5, Start = points.SelectRows([0, 1, 2, 3, 4]), Tolerance = 0 }).Fit(points, Peer.GetProperty("weights").Doubles());
        Assert.Equal(Peer.GetProperty("weighted").GetProperty("labels").Ints(), groups.Labels);
        Fixture.Close(Peer.GetProperty("weighted").GetProperty("inertia").GetDouble(), groups.Inertia!.Value, 1e-6);
    }

    [Theory]
    [InlineData(700, 3, 9, 1.0, 1UL)]
    [InlineData(500, 20, 8, 0.8, 2UL)]
    [InlineData(800, 2, 15, 3.0, 3UL)]
    [InlineData(300, 40, 5, 0.0, 4UL)]
    public void Fit_Bounds_GiveTheLabelsOfPlainPasses(int n, int d, int k, double apart, ulong seed)
    {
        var (points, _) = Fixture.Groups(n, d, k, apart, seed);
        var start = points.SelectRows(new Rng(seed).Sample(n, k));
        var groups = new KMeans(new() { K = k, Start = start, Tolerance = 0, MaxPasses = 40 }).Fit(points);
        var (labels, inertia) = PlainKMeans.Run(points, start, 40);
        Fixture.Close(inertia, groups.Inertia!.Value, 1e-5);
        Assert.True(PartitionAgreement.AdjustedRand(labels, groups.Labels) > 0.999, $"seed {seed}");
    }

    [Theory]
    [InlineData(KMeansSeeding.PlusPlus)]
    [InlineData(KMeansSeeding.Parallel)]
    [InlineData(KMeansSeeding.Random)]
    public void Fit_AnyThreadCount_GivesTheSameBits(KMeansSeeding seeding)
    {
        var (points, _) = Fixture.Groups(3000, 17, 6, 1.0, 5);
        var runs = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return new KMeans(new() { K = 8, Seed = 3, Restarts = 2, Seeding = seeding }).Fit(points);
        }).ToArray();
        foreach (var run in runs[1..])
        {
            Assert.Equal(runs[0].Labels, run.Labels);
            Assert.Equal(runs[0].Centres!.Values, run.Centres!.Values);
            Assert.Equal(runs[0].Inertia, run.Inertia);
        }
    }

    [Theory]
    [InlineData(KMeansSeeding.PlusPlus)]
    [InlineData(KMeansSeeding.Parallel)]
    public void Fit_GroupsFarApart_AreFound(KMeansSeeding seeding)
    {
        var (points, truth) = Fixture.Groups(600, 8, 5, 20, 6);
        Assert.Equal(1, PartitionAgreement.AdjustedRand(truth, new KMeans(new() { K = 5, Seed = 1, Seeding = seeding }).Fit(points).Labels), 12);
    }

    [Fact]
    public void Fit_FarFromTheOrigin_IsNotBlurred()
    {
        var (points, truth) = Fixture.Groups(300, 4, 3, 20, 8);
        for (var i = 0; i < points.Values.Length; i++) points.Values[i] += 20000;
        var groups = new KMeans(new() { K = 3, Seed = 1 }).Fit(points);
        Assert.Equal(1, PartitionAgreement.AdjustedRand(truth, groups.Labels), 12);
        Assert.InRange(groups.Centres![0, 0], 19000, 21000);
    }

    [Fact]
    public void Fit_Trace_NeverRises()
    {
        var (points, _) = Fixture.Groups(1000, 10, 5, 0.7, 9);
        var trace = new KMeans(new() { K = 12, Seed = 2, Restarts = 1 }).Fit(points).Trace;
        for (var i = 1; i < trace.Count; i++) Assert.True(trace[i] <= trace[i - 1] * (1 + 1e-9));
    }

    [Fact]
    public void Fit_EmptyGroup_TakesTheFarthestRow()
    {
        var points = Matrix.FromRows([[0f], [1f], [2f], [10f]]);
        var groups = new KMeans(new() { K = 2, Start = Matrix.FromRows([[1f], [100f]]) }).Fit(points);
        Assert.Equal(new[] { 3, 1 }, groups.Sizes);
        Assert.Equal(1, groups.Labels[3]);
    }

    [Fact]
    public void Fit_DuplicatedRows_ActAsWeights()
    {
        var (points, _) = Fixture.Groups(120, 3, 4, 2, 10);
        var copies = Enumerable.Range(0, 120).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 3))).ToArray();
        var weights = Enumerable.Range(0, 120).Select(i => 1.0 + (i % 3)).ToArray();
        var start = points.SelectRows([0, 1, 2, 3]);
        var options = new KMeansOptions { K = 4, Start = start, Tolerance = 0 };
        var repeated = new KMeans(options).Fit(points.SelectRows(copies));
        var weighted = new KMeans(options).Fit(points, weights);
        for (var i = 0; i < copies.Length; i++) Assert.Equal(weighted.Labels[copies[i]], repeated.Labels[i]);
        Fixture.Close(repeated.Inertia!.Value, weighted.Inertia!.Value, 1e-5);
    }

    [Fact]
    public void Fit_AllRowsEqual_PutsThemInOneGroup()
    {
        var groups = new KMeans(new() { K = 3 }).Fit(new Matrix(5, 2));
        Assert.Equal(0, groups.Inertia);
        Assert.Single(groups.Labels.Distinct());
    }

    [Fact]
    public void Fit_AsManyGroupsAsRows_GivesEachItsOwn()
    {
        var (points, _) = Fixture.Groups(9, 3, 2, 1, 11);
        var groups = new KMeans(new() { K = 9 }).Fit(points);
        Assert.Equal(9, groups.Labels.Distinct().Count());
        Assert.Equal(0, groups.Inertia!.Value, 1e-9);
    }

    [Fact]
    public void Fit_LeavesInputUnchanged()
    {
        var (points, _) = Fixture.Groups(100, 4, 3, 1, 12);
        var before = points.Copy();
        new KMeans(new() { K = 3 }).Fit(points);
        Assert.Equal(before.Values, points.Values);
    }

    [Fact]
    public void Fit_MoreGroupsThanRows_SaysBothNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => new KMeans(new() { K = 6 }).Fit(new Matrix(5, 2)));
        Assert.Contains("K is 6, but points has 5 rows", error.Message);
    }

    [Fact]
    public void Fit_NaN_NamesRowAndColumn()
    {
        var points = new Matrix(4, 3);
        points[2, 1] = float.NaN;
        var error = Assert.Throws<ArgumentException>(() => new KMeans(new() { K = 2 }).Fit(points));
        Assert.Contains("points holds NaN at row 2, column 1", error.Message);
    }

    [Fact]
    public void Fit_BadArguments_AreNamed()
    {
        Assert.Contains("K is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new KMeansOptions { K = 0 }).Message);
        Assert.Contains("points has 0 rows", Assert.Throws<ArgumentException>(() => new KMeans(new() { K = 1 }).Fit(new Matrix(0, 2))).Message);
        Assert.Contains("weights[1] is -1", Assert.Throws<ArgumentException>(() => new KMeans(new() { K = 1 }).Fit(new Matrix(2, 1), [1, -1])).Message);
        Assert.Contains("Start has shape (1, 2), expected (2, 1)", Assert.Throws<ArgumentException>(() =>
            new KMeans(new() { K = 2, Start = new Matrix(1, 2) }).Fit(new Matrix(2, 1))).Message);
    }
}
