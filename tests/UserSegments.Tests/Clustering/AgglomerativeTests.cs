using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class AgglomerativeTests
{
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Clustering", "clustering.json");

    public static TheoryData<Linkage> Linkages => [.. Enum.GetValues<Linkage>()];

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Fit_AnyLinkage_GivesTheMergesOfSciPy(Linkage linkage)
    {
        var tree = new Agglomerative(new() { Linkage = linkage }).Fit(Peer.GetProperty("points").Matrix());
        var peer = Peer.GetProperty("linkages").GetProperty(linkage.ToString().ToLowerInvariant());
        var expected = peer.GetProperty("merges").EnumerateArray().Select(merge => merge.Doubles()).ToArray();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(((int)expected[i][0], (int)expected[i][1], (int)expected[i][3]), (tree.Merges[i].Left, tree.Merges[i].Right, tree.Merges[i].Size));
            Fixture.Close(expected[i][2], tree.Merges[i].Height, 1e-6);
        }
        if (linkage != Linkage.Centroid)
            Assert.Equal(1, PartitionAgreement.AdjustedRand(peer.GetProperty("cut5").Ints(), tree.Cut(5).Labels), 12);
    }

    [Theory]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    [InlineData(Linkage.Weighted)]
    public void Fit_EqualDistances_AreBrokenAsSciPyBreaksThem(Linkage linkage)
    {
        var tree = new Agglomerative(new() { Linkage = linkage }).Fit(Peer.GetProperty("grid").Matrix());
        var expected = Peer.GetProperty("ties").GetProperty(linkage.ToString().ToLowerInvariant()).EnumerateArray().Select(merge => merge.Doubles()).ToArray();
        Assert.Equal(expected.Select(merge => ((int)merge[0], (int)merge[1], (int)merge[3])), tree.Merges.Select(merge => (merge.Left, merge.Right, merge.Size)));
    }

    [Fact]
    public void Fit_ThreeNumbers_ByHand()
    {
        var tree = new Agglomerative(new() { Linkage = Linkage.Average }).Fit(Matrix.FromRows([[0f], [1f], [5f]]));
        Assert.Equal([new Merge(0, 1, 1, 2), new Merge(2, 3, 4.5, 3)], tree.Merges);
        Assert.Equal(new[] { 0, 0, 1 }, tree.CutAt(4.4).Labels);
        Assert.Equal(new[] { 0, 0, 0 }, tree.CutAt(4.5).Labels);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Fit_AnyThreadCount_GivesTheSameBits(Linkage linkage)
    {
        var (points, _) = Fixture.Groups(700, 9, 4, 1, 21);
        var trees = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return new Agglomerative(new() { Linkage = linkage }).Fit(points);
        }).ToArray();
        Assert.Equal(trees[0].Merges, trees[1].Merges);
        Assert.Equal(trees[0].Merges, trees[2].Merges);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Fit_ShuffledRows_GivesTheSamePartition(Linkage linkage)
    {
        var (points, _) = Fixture.Groups(150, 3, 4, 4, 22);
        var order = new Rng(4).Sample(150, 150);
        var straight = new Agglomerative(new() { Linkage = linkage }).Fit(points).Cut(6).Labels;
        var shuffled = new Agglomerative(new() { Linkage = linkage }).Fit(points.SelectRows(order)).Cut(6).Labels;
        Assert.Equal(1, PartitionAgreement.AdjustedRand(Array.ConvertAll(order, i => straight[i]), shuffled), 12);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Fit_EqualRows_MergeAtZeroFirst(Linkage linkage)
    {
        var tree = new Agglomerative(new() { Linkage = linkage }).Fit(Matrix.FromRows([[1f, 2f], [9f, 9f], [1f, 2f], [1f, 2f]]));
        Assert.Equal(0, tree.Merges[1].Height);
        Assert.Equal(new[] { 0, 1, 0, 0 }, tree.Cut(2).Labels);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Fit_OneAndTwoRows_AreTheSmallestTrees(Linkage linkage)
    {
        var grouping = new Agglomerative(new() { Linkage = linkage });
        Assert.Empty(grouping.Fit(new Matrix(1, 2)).Merges);
        Assert.Equal(5, Assert.Single(grouping.Fit(Matrix.FromRows([[0f, 0f], [3f, 4f]])).Merges).Height, 6);
        Assert.Contains("points has 0 rows", Assert.Throws<ArgumentException>(() => grouping.Fit(new Matrix(0, 2))).Message);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Fit_LeavesInputUnchanged(Linkage linkage)
    {
        var (points, _) = Fixture.Groups(60, 4, 3, 1, 23);
        var before = points.Copy();
        new Agglomerative(new() { Linkage = linkage }).Fit(points);
        Assert.Equal(before.Values, points.Values);
    }

    [Fact]
    public void Cut_TooManyGroups_SaysBothNumbers()
    {
        var tree = new Agglomerative(new()).Fit(new Matrix(3, 2));
        Assert.Contains("k is 4, expected 1 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => tree.Cut(4)).Message);
    }

    [Fact]
    public void Fit_Infinity_NamesRowAndColumn()
    {
        var points = new Matrix(3, 2);
        points[1, 0] = float.PositiveInfinity;
        Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() => new Agglomerative(new()).Fit(points)).Message);
    }
}
