using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class ValidityTests
{
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Clustering", "clustering.json");
    private static readonly Matrix Points = Peer.GetProperty("points").Matrix();
    private static readonly int[] Labels = Peer.GetProperty("kmeans").GetProperty("labels").Ints();

    [Fact]
    public void Silhouette_AgreesWithScikitLearn()
    {
        var expected = Peer.GetProperty("silhouette").Doubles();
        var samples = Silhouette.Samples(Points, Labels);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], samples[i], 1e-6);
        Assert.Equal(Peer.GetProperty("silhouetteMean").GetDouble(), Silhouette.Mean(Points, Labels), 1e-6);
    }

    [Fact]
    public void Silhouette_ManyTiles_AgreesWithTheDefinition()
    {
        var (points, labels) = Fixture.Groups(1300, 5, 7, 1.5, 31);
        for (var i = 0; i < 1300; i += 50) labels[i] = -1;
        var samples = Silhouette.Samples(points, labels);
        foreach (var i in new[] { 0, 1, 7, 499, 640, 1299 })
        {
            if (labels[i] < 0)
            {
                Assert.True(double.IsNaN(samples[i]));
                continue;
            }
            double To(int group) => Enumerable.Range(0, 1300).Where(j => j != i && labels[j] == group).Average(j => Math.Sqrt(Euclid.SquaredExactly(points.Row(i), points.Row(j))));
            var (a, b) = (To(labels[i]), Enumerable.Range(0, 7).Where(group => group != labels[i]).Min(To));
            Assert.Equal((b - a) / Math.Max(a, b), samples[i], 1e-6);
        }
    }

    [Fact]
    public void Silhouette_AnyThreadCount_GivesTheSameBits()
    {
        var (points, labels) = Fixture.Groups(1500, 6, 5, 1, 32);
        var runs = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return Silhouette.Samples(points, labels);
        }).ToArray();
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(12)]
    public void TileRounds_AnyCount_PairsEachTwoTilesOnceAndNeverSharesOne(int tiles)
    {
        var met = new HashSet<(int, int)>();
        for (var round = 0; round <= tiles / 2; round++)
        {
            foreach (var wave in TileRounds.Waves(tiles, round))
            {
                var busy = new HashSet<int>();
                foreach (var a in wave)
                {
                    var b = (a + round) % tiles;
                    Assert.True(busy.Add(a) && (a == b || busy.Add(b)), $"{tiles} tiles, round {round}");
                    Assert.True(met.Add((Math.Min(a, b), Math.Max(a, b))));
                }
            }
        }
        Assert.Equal(tiles * (tiles + 1) / 2, met.Count);
    }

    [Fact]
    public void Silhouette_Sampled_LiesWithinItsError()
    {
        var (points, labels) = Fixture.Groups(2000, 5, 4, 1, 33);
        var exact = Silhouette.Mean(points, labels);
        var (mean, error) = Silhouette.Sampled(points, labels, 400, 5);
        Assert.InRange(mean, exact - (4 * error), exact + (4 * error));
        Assert.Equal((exact, 0), Silhouette.Sampled(points, labels, 2000, 5));
    }

    [Fact]
    public void DaviesBouldinAndCalinskiHarabasz_AgreeWithScikitLearn()
    {
        Fixture.Close(Peer.GetProperty("daviesBouldin").GetDouble(), DaviesBouldin.Of(Points, Labels), 1e-6);
        Fixture.Close(Peer.GetProperty("calinskiHarabasz").GetDouble(), CalinskiHarabasz.Of(Points, Labels), 1e-6);
    }

    [Theory]
    [InlineData("truth")]
    [InlineData("random")]
    public void Agreement_AllMeasures_AgreeWithScikitLearn(string other)
    {
        var a = Peer.GetProperty(other).Ints();
        var expected = Peer.GetProperty("agreement").GetProperty(other);
        Assert.Equal(expected.GetProperty("ari").GetDouble(), PartitionAgreement.AdjustedRand(a, Labels), 1e-9);
        Assert.Equal(expected.GetProperty("nmi").GetDouble(), PartitionAgreement.NormalizedMutualInformation(a, Labels), 1e-9);
        Assert.Equal(expected.GetProperty("ami").GetDouble(), PartitionAgreement.AdjustedMutualInformation(a, Labels), 1e-9);
        Assert.Equal(expected.GetProperty("fm").GetDouble(), PartitionAgreement.FowlkesMallows(a, Labels), 1e-9);
        var (homogeneity, completeness, v) = PartitionAgreement.VMeasure(a, Labels);
        var peer = expected.GetProperty("v").Doubles();
        Assert.Equal(peer[0], homogeneity, 1e-9);
        Assert.Equal(peer[1], completeness, 1e-9);
        Assert.Equal(peer[2], v, 1e-9);
    }

    [Fact]
    public void Agreement_RenamedGroups_IsOne()
    {
        int[] a = [0, 0, 1, 1, 2], b = [5, 5, 0, 0, -1];
        Assert.Equal(1, PartitionAgreement.AdjustedRand(a, b));
        Assert.Equal(1, PartitionAgreement.NormalizedMutualInformation(a, b), 12);
        Assert.Equal(1, PartitionAgreement.AdjustedMutualInformation(a, b), 12);
    }

    [Fact]
    public void Silhouette_OneGroup_IsRefusedWithNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => Silhouette.Mean(new Matrix(3, 1), [0, 0, 0]));
        Assert.Contains("labels hold 1 groups over 3 rows", error.Message);
    }
}
