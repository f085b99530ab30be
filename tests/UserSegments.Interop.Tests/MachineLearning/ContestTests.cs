using UserSegments.Clustering;
using UserSegments.Interop.MachineLearning;

namespace UserSegments.Interop.Tests.MachineLearning;

public sealed class ContestTests
{
    [Fact]
    public void Contest_WithMlNet_HasItsRowsAndFindsThePlantedGroups()
    {
        var points = Toys.Blobs(600, 5, 3, 0.2);
        var truth = Enumerable.Range(0, 600).Select(i => i % 3).ToArray();
        Contestant ours = new("k-means", (rows, seed) => new KMeans(new() { K = 3, Seed = seed }).Fit(rows));
        var result = Contest.Run(points, [ours, MlNetContestants.KMeans(3), MlNetContestants.PcaKMeans(3, 2)], new() { Seed = 5, Truth = truth, Resamples = 2 });
        Assert.Equal(["k-means", "ML.NET k-means", "ML.NET PCA and k-means"], result.Entries.Select(entry => entry.Name));
        Assert.All(result.Entries, entry => Assert.Equal(1, entry.Truth, 3));
        Assert.Equal(result.Entries[0].Clustering.Inertia!.Value, result.Entries[1].Clustering.Inertia!.Value, 1e-3 * result.Entries[0].Clustering.Inertia!.Value);
        Assert.Null(result.Entries[2].Clustering.Centres);
    }

    [Fact]
    public void KMeans_WithOneSeed_GivesTheSameLabelsTwice()
    {
        var points = Toys.Blobs(400, 4, 5, 0.8);
        Assert.Equal(MlNetContestants.KMeans(5).Fit(points, 9).Labels, MlNetContestants.KMeans(5).Fit(points, 9).Labels);
        Assert.Equal(MlNetContestants.PcaKMeans(5, 2).Fit(points, 9).Labels, MlNetContestants.PcaKMeans(5, 2).Fit(points, 9).Labels);
    }
}
