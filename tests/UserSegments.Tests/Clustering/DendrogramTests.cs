using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class DendrogramTests
{
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Clustering", "clustering.json");
    private static readonly Matrix Points = Peer.GetProperty("points").Matrix();

    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Single)]
    [InlineData(Linkage.Centroid)]
    public void Measures_AgreeWithSciPy(Linkage linkage)
    {
        var peer = Peer.GetProperty("linkages").GetProperty(linkage.ToString().ToLowerInvariant());
        var tree = new Agglomerative(new() { Linkage = linkage }).Fit(Points);
        Assert.Equal(peer.GetProperty("cophenetic").GetDouble(), Cophenetic.Correlation(tree, Points), 1e-6);
        var expected = peer.GetProperty("inconsistency").EnumerateArray().Select(row => row.Doubles()).ToArray();
        var actual = tree.Inconsistencies();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i][0], actual[i].Mean, 1e-5);
            Assert.Equal(expected[i][1], actual[i].Deviation, 1e-5);
            Assert.Equal(expected[i][2], actual[i].Count);
            Assert.Equal(expected[i][3], actual[i].Coefficient, 1e-3);
        }
        Assert.Equal(1, PartitionAgreement.AdjustedRand(peer.GetProperty("inconsistentCut").Ints(), tree.CutInconsistent(1.1).Labels), 12);
    }

    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Complete)]
    public void OptimalLeaves_WayThroughAllRows_IsAsShortAsSciPys(Linkage linkage)
    {
        var tree = new Agglomerative(new() { Linkage = linkage }).Fit(Points);
        var order = tree.OptimalLeaves(Points);
        Assert.Equal(Enumerable.Range(0, Points.Rows), order.Order());
        var peer = Peer.GetProperty("linkages").GetProperty(linkage.ToString().ToLowerInvariant()).GetProperty("leaves").Ints();
        Assert.True(Length(order) <= Length(peer) * (1 + 1e-6), $"{Length(order)}, SciPy {Length(peer)}");
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++) place[order[i]] = i;
        var stretch = new (int First, int Last)[tree.Rows + tree.Merges.Count];
        for (var i = 0; i < tree.Rows; i++) stretch[i] = (place[i], place[i]);
        for (var m = 0; m < tree.Merges.Count; m++)
        {
            var (left, right) = (stretch[tree.Merges[m].Left], stretch[tree.Merges[m].Right]);
            stretch[tree.Rows + m] = (Math.Min(left.First, right.First), Math.Max(left.Last, right.Last));
            Assert.Equal(tree.Merges[m].Size, stretch[tree.Rows + m].Last - stretch[tree.Rows + m].First + 1);
        }
        Assert.True(Length(order) < Length(tree.Leaves()));
    }

    [Fact]
    public void OptimalLeaves_TooManyRows_AreRefused()
    {
        var (points, _) = Fixture.Groups(5001, 1, 2, 1, 3);
        var tree = new Agglomerative(new() { Linkage = Linkage.Single }).Fit(points);
        Assert.Contains("points has 5001 rows", Assert.Throws<ArgumentException>(() => tree.OptimalLeaves(points)).Message);
    }

    private static double Length(int[] order) =>
        Enumerable.Range(1, order.Length - 1).Sum(i => Math.Sqrt(Euclid.SquaredExactly(Points.Row(order[i - 1]), Points.Row(order[i]))));
}
