using UserSegments.Clustering;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Tests.Clustering;

public sealed class ChoiceTests
{
    [Fact]
    public void ChooseK_FourGroupsFarApart_FindsFourAndSaysWhy()
    {
        var (points, _) = Fixture.Groups(300, 5, 4, 8, 81);
        var choice = ChooseK.Run(points, new() { To = 7, Resamples = 3, References = 3, Seed = 2 });
        Assert.Equal(4, choice.K);
        Assert.StartsWith("k = 4 (mean rank", choice.Verdict, StringComparison.Ordinal);
        Assert.Contains("silhouette", choice.Verdict, StringComparison.Ordinal);
        Assert.Equal(6, choice.Scores.Count);
        Assert.Contains(choice.Verdict[..20], choice.ToMimeBundle()[MimeTypes.Markdown], StringComparison.Ordinal);
    }

    [Fact]
    public void ChooseK_MoreGroupsThanRows_IsRefused() =>
        Assert.Contains("To is 12, but points has 12 rows", Assert.Throws<ArgumentException>(() => ChooseK.Run(new Matrix(12, 2))).Message);

    [Fact]
    public void GapStatistic_UniformRows_ChoosesOneGroup()
    {
        var (points, rng) = (new Matrix(300, 2), new Rng(82));
        foreach (ref var value in points.Values.AsSpan()) value = (float)rng.NextDouble();
        Assert.Equal(1, GapStatistic.Choose(GapStatistic.Of(points, [1, 2, 3, 4], 5, 3)));
    }

    [Fact]
    public void GapStatistic_ThreeGroups_ChoosesThree()
    {
        var (points, _) = Fixture.Groups(200, 2, 3, 30, 83);
        Assert.Equal(3, GapStatistic.Choose(GapStatistic.Of(points, [1, 2, 3, 4, 5], 4, 3)));
    }

    [Fact]
    public void Stability_ClearGroups_ComeBack()
    {
        var (points, _) = Fixture.Groups(200, 4, 3, 12, 84);
        var stability = Stability.Bootstrap(points, (rows, seed) => new KMeans(new() { K = 3, Seed = seed }).Fit(rows), 5, 1);
        Assert.All(stability.Jaccard, likeness => Assert.Equal(1, likeness, 1e-12));
        Assert.Equal(1, stability.Mean, 1e-12);
    }

    [Fact]
    public void Contest_AllAlgorithms_GivesATableAndAVerdict()
    {
        var (points, truth) = Fixture.Groups(160, 3, 3, 6, 85);
        var result = Contest.Run(points, Contestant.All(points, 3), new()
        {
            Resamples = 2,
            Seed = 4,
            Truth = truth,
            Score = groups => [.. groups.Labels.Select((label, i) => label == -1 ? 0.1 : 0.2 + (0.01 * (i % 7)))],
            ScoreName = "NDCG@10",
            Baseline = [.. Enumerable.Range(0, 160).Select(i => 0.1 + (0.01 * (i % 5)))],
        });
        Assert.Equal(11, result.Entries.Count);
        Assert.Equal(1, result.Entries[0].Truth, 12);
        Assert.All(result.Entries, entry => Assert.InRange(entry.Stability.Value, -1, 1));
        Assert.Contains("most stable", result.Verdict, StringComparison.Ordinal);
        Assert.Contains("Recommendations gain from k-means", result.Verdict, StringComparison.Ordinal);
        var markdown = result.ToMimeBundle()[MimeTypes.Markdown];
        Assert.All(result.Entries, entry => Assert.Contains(entry.Name, markdown, StringComparison.Ordinal));
        Assert.Equal(["algorithm", "NDCG@10", "gain over none", "p"], result.Recommendation().Columns.Select(column => column.Header));
        Assert.Equal(["algorithm", "time (s)", "memory (MB)"], result.Costs().Columns.Select(column => column.Header));
        Assert.Equal("truth (ARI)", result.Validity().Columns[^1].Header);
    }

    [Fact]
    public void Contest_WithoutScore_HasNoTableOfRecommendations()
    {
        var (points, _) = Fixture.Groups(60, 2, 2, 8, 87);
        var result = Contest.Run(points, [Contestant.All(points, 2)[0]], new() { Resamples = 1 });
        Assert.Contains("no Score", Assert.Throws<InvalidOperationException>(result.Recommendation).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contest_NoContestant_IsRefused() =>
        Assert.Contains("contestants is empty", Assert.Throws<ArgumentException>(() => Contest.Run(new Matrix(3, 1), [])).Message);

    [Fact]
    public void Dbcv_GroupsOfEqualDistance_IsHigherThanForMixedOnes()
    {
        var (points, truth) = Fixture.Groups(150, 2, 3, 20, 86);
        var mixed = Array.ConvertAll(truth, (Converter<int, int>)(label => label));
        new Rng(1).Shuffle<int>(mixed);
        Assert.True(Dbcv.Of(points, truth) > 0.5);
        Assert.True(Dbcv.Of(points, mixed) < 0);
    }
}
