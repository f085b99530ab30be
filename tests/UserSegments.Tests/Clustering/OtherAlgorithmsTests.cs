using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class OtherAlgorithmsTests
{
    private static readonly System.Text.Json.JsonElement Peer = Fixture.Read("Clustering", "density.json");

    [Theory]
    [InlineData("moons", 2)]
    [InlineData("blobs", 3)]
    public void Spectral_Fixture_AgreesWithScikitLearn(string name, int k)
    {
        var set = Peer.GetProperty("sets").GetProperty(name);
        var labels = new Spectral(new() { K = k, Neighbours = 10 }).Fit(set.GetProperty("points").Matrix()).Labels;
        var agreement = PartitionAgreement.AdjustedRand(set.GetProperty("spectral").Ints(), labels);
        Assert.True(agreement > 0.97, $"ARI {agreement}");
    }

    [Theory]
    [InlineData("moons", CovarianceKind.Full, "full")]
    [InlineData("moons", CovarianceKind.Diagonal, "diag")]
    [InlineData("blobs", CovarianceKind.Full, "full")]
    [InlineData("blobs", CovarianceKind.Diagonal, "diag")]
    [InlineData("blobs", CovarianceKind.Tied, "tied")]
    public void GaussianMixture_SameStart_AgreesWithScikitLearn(string name, CovarianceKind kind, string peerKind)
    {
        var set = Peer.GetProperty("sets").GetProperty(name);
        var points = set.GetProperty("points").Matrix();
        var peer = set.GetProperty("mixtures").GetProperty(peerKind);
        var model = new GaussianMixture(new()
        {
            K = 3, Covariance = kind, Tolerance = 1e-9, MaxPasses = 400, Start = [.. Enumerable.Range(0, points.Rows).Select(i => i % 3)],
        }).Fit(points);
        Fixture.Close(peer.GetProperty("likelihood").GetDouble(), model.LogLikelihood, 1e-5);
        Fixture.Close(peer.GetProperty("bic").GetDouble(), model.Bic, 1e-5);
        Assert.True(PartitionAgreement.AdjustedRand(peer.GetProperty("labels").Ints(), model.Clustering.Labels) > 0.99);
        Assert.Equal(model.Clustering.Labels, model.Predict(points));
    }

    [Fact]
    public void Algorithms_GroupsFarApart_AreFoundByAll()
    {
        var (points, truth) = Fixture.Groups(400, 6, 4, 12, 71);
        foreach (var contestant in Contestant.All(points, 4).Where(c => c.Name is not "DBSCAN" and not "HDBSCAN"))
            Assert.True(PartitionAgreement.AdjustedRand(truth, contestant.Fit(points, 3).Labels) > 0.95, contestant.Name);
    }

    [Fact]
    public void Algorithms_AnyThreadCount_GiveTheSameLabels()
    {
        var (points, _) = Fixture.Groups(500, 6, 4, 1, 72);
        foreach (var contestant in Contestant.All(points, 4))
        {
            var runs = new[] { 1, 2, 4 }.Select(threads =>
            {
                using var scope = Blocks.UseThreads(threads);
                return contestant.Fit(points, 5).Labels;
            }).ToArray();
            Assert.Equal(runs[0], runs[1]);
            Assert.Equal(runs[0], runs[2]);
        }
    }

    [Fact]
    public void Spherical_RowsOfOneDirection_AreOneGroupWhateverTheirLength()
    {
        var points = Matrix.FromRows([[1f, 0f], [9f, 0.1f], [0f, 2f], [0.1f, 30f]]);
        Assert.Equal(1, PartitionAgreement.AdjustedRand([0, 0, 1, 1], new KMeans(new() { K = 2, Spherical = true }).Fit(points).Labels));
        Assert.Contains("row 1 is all zeros", Assert.Throws<ArgumentException>(() =>
            new KMeans(new() { K = 1, Spherical = true }).Fit(Matrix.FromRows([[1f], [0f]]))).Message);
    }

    [Fact]
    public void MiniBatch_InertiaComesNearKMeansAndUpdatesTakeNewRows()
    {
        var (points, _) = Fixture.Groups(3000, 5, 5, 3, 73);
        var whole = new KMeans(new() { K = 5, Seed = 1 }).Fit(points).Inertia!.Value;
        var online = new MiniBatchKMeans(new() { K = 5, Seed = 1 });
        Assert.InRange(online.Fit(points).Inertia!.Value, whole * 0.999, whole * 1.25);
        var before = online.Centres;
        online.Update(points.SelectRows([0, 1, 2]));
        Assert.NotEqual(before.Values, online.Centres.Values);
        Assert.Contains("batch has 2 columns, expected 5", Assert.Throws<ArgumentException>(() => online.Update(new Matrix(1, 2))).Message);
        Assert.Throws<InvalidOperationException>(() => new MiniBatchKMeans(new() { K = 2 }).Centres);
    }

    [Fact]
    public void Bisecting_MoreGroupsThanDistinctRows_StopsEarly()
    {
        var groups = new BisectingKMeans(new() { K = 4 }).Fit(Matrix.FromRows([[0f], [0f], [1f], [1f], [1f]]));
        Assert.Equal(2, groups.Count);
        Assert.Equal(0, groups.Inertia);
    }

    [Fact]
    public void Predict_RowsNearACentre_GetItsLabel()
    {
        var (points, _) = Fixture.Groups(300, 4, 3, 9, 74);
        var groups = new KMeans(new() { K = 3 }).Fit(points);
        Assert.Equal(groups.Labels, groups.Predict(points));
        Assert.Throws<InvalidOperationException>(() => new UserSegments.Clustering.Clustering([0, 0], "labels").Predict(points));
    }

    [Fact]
    public void WithNoiseAssigned_Noise_GoesToTheNearestMean()
    {
        var groups = new UserSegments.Clustering.Clustering([0, 0, 1, 1, -1], "by hand").WithNoiseAssigned(Matrix.FromRows([[0f], [1f], [10f], [11f], [8f]]));
        Assert.Equal(1, groups.Labels[4]);
        Assert.Equal(0, groups.NoiseCount);
    }

    [Fact]
    public void Consensus_TwoClearGroupsAndOneBetween_VotesSaySo()
    {
        var (points, truth) = Fixture.Groups(200, 3, 2, 8, 75);
        var consensus = Consensus.Run(points, (rows, seed) => new KMeans(new() { K = 2, Seed = seed, Restarts = 2 }).Fit(rows), 12, 0.7, 1);
        Assert.Equal(1, PartitionAgreement.AdjustedRand(truth, consensus.Clustering.Labels), 12);
        Assert.All(consensus.Votes, share => Assert.InRange(share, 0.9, 1));
    }
}
