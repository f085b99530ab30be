using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

public sealed class WeightedMatchingTests
{
    private static readonly double[] Planted = [4, 1, 0, 2];

    [Fact]
    public void Cosine_OnTwoVectors_IsTheCosineByHand()
    {
        var model = WeightedMatching.Cosine(Flat([3, 4]), Flat([4, 3]));
        Assert.Equal(24 / 25f, model.Score(0, 0), 6);
        var parts = new float[2];
        model.Contributions(0, 0, parts);
        Assert.Equal([12 / 25f, 12 / 25f], parts);
    }

    [Fact]
    public void WithWeights_OnTwoVectors_WeighsEachShare()
    {
        var model = WeightedMatching.WithWeights(Flat([3, 4]), Flat([4, 3]), [2, 0.5]);
        Assert.Equal(30 / 25f, model.Score(0, 0), 6);
    }

    [Fact]
    public void Score_OfBlocks_IsTheSumOfWeightedDots()
    {
        var users = new FacetVectors(new Matrix(1, 3, [1, 2, 2]), ["a", "b"], [1, 2]);
        var items = new FacetVectors(new Matrix(1, 3, [2, 2, 1]), ["a", "b"], [1, 2]);
        var model = WeightedMatching.WithWeights(users, items, [3, 1]);
        Assert.Equal((3 * 2 + 6) / 9f, model.Score(0, 0), 6);
        Assert.Equal(model.Score(0, 0), model.ScorePairs([0], [0]).Scores[0], 6);
    }

    [Fact]
    public void Score_OfAUserWithoutDirection_IsZero()
    {
        var model = WeightedMatching.Cosine(Flat([0, 0]), Flat([1, 2]));
        Assert.Equal(0, model.Score(0, 0));
    }

    [Fact]
    public void Scores_OfAllThreeWays_Agree()
    {
        var (users, items, lists) = Sample(7, 300);
        var model = WeightedMatching.Fit(users, items, lists, new MatchingOptions { Segments = [.. Enumerable.Range(0, users.Rows).Select(u => u % 3 - 1)] });
        var row = new float[items.Rows];
        var pairs = model.ScorePairs([.. Enumerable.Repeat(5, items.Rows)], [.. Enumerable.Range(0, items.Rows)]);
        model.Score(5, row);
        for (var item = 0; item < row.Length; item++)
        {
            Assert.Equal(model.Score(5, item), row[item], 4);
            Assert.Equal(row[item], pairs.Scores[item], 4);
            Assert.Equal(pairs.Scores[item], pairs.Contributions.Row(item).ToArray().Sum(), 4);
        }
    }

    [Theory]
    [InlineData(MatchingLoss.Softmax)]
    [InlineData(MatchingLoss.Pairwise)]
    public void Fit_OnClicksOfKnownWeights_FindsThem(MatchingLoss loss)
    {
        var (users, items, lists) = Sample(11, 4000);
        var model = WeightedMatching.Fit(users, items, lists, new MatchingOptions { Loss = loss, L2 = 0 });
        for (var j = 0; j < Planted.Length; j++) Assert.InRange(model.Weights[j], Planted[j] - 0.6, Planted[j] + 0.6);
        Assert.InRange(model.PositionWeight, -0.25, -0.15);         // planted: -0.2 a place
        Assert.All(model.Weights, weight => Assert.True(weight >= 0));
    }

    [Fact]
    public void Fit_WithAnItemPrior_LearnsItBesideTheWeights()
    {
        var prior = Enumerable.Range(0, 40).Select(i => (float)(i % 5) / 2).ToArray();
        var (users, items, lists) = Sample(13, 4000, prior);
        var with = WeightedMatching.Fit(users, items, lists, new MatchingOptions { ItemPrior = prior, L2 = 0 });
        Assert.InRange(with.PriorWeight, 0.85, 1.15);               // planted: 1
        Assert.Equal(with.Score(0, 4) - (float)(with.PriorWeight * prior[4]), with.ScorePairs([0], [4]).Contributions.Row(0).ToArray().Sum(), 4);
    }

    [Fact]
    public void Fit_UnderAStrongL1_LeavesNothing()
    {
        var (users, items, lists) = Sample(17, 300);
        var model = WeightedMatching.Fit(users, items, lists, new MatchingOptions { L1 = 10 });
        Assert.All(model.Weights, weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void Fit_PerSegment_LiesBetweenOwnAndGlobalWeights()
    {
        var (users, items, lists) = Sample(19, 1000);
        int[] segments = [.. Enumerable.Range(0, users.Rows).Select(u => u % 2)];
        var held = WeightedMatching.Fit(users, items, lists, new MatchingOptions { Segments = segments, Shrinkage = 1e9 });
        var free = WeightedMatching.Fit(users, items, lists, new MatchingOptions { Segments = segments, Shrinkage = 0 });
        for (var j = 0; j < Planted.Length; j++) Assert.Equal(held.Weights[j], held.SegmentWeights[0][j], 3);
        Assert.NotEqual(free.SegmentWeights[0][0], free.SegmentWeights[1][0], 3);
        Assert.Equal(free.SegmentWeights[1], free.WeightsOf(3));
    }

    [Fact]
    public void Fit_OnAnyThreadCount_GivesTheSameBits()
    {
        var (users, items, lists) = Sample(23, 900);
        MatchingModel Run(int threads)
        {
            using (Blocks.UseThreads(threads)) return WeightedMatching.Fit(users, items, lists);
        }
        var one = Run(1);
        Assert.Equal(one.Weights, Run(2).Weights);
        Assert.Equal(one.Weights, Run(4).Weights);
    }

    [Fact]
    public void Fit_OnListsThatSayNothing_SaysSo()
    {
        var list = new Impression(0, null, [0, 1], [false, false]);
        var error = Assert.Throws<ArgumentException>(() => WeightedMatching.Fit(Flat([1, 2]), new FacetVectors(new Matrix(2, 2, [1, 0, 0, 1]), ["0", "1"]), [list]));
        Assert.StartsWith("lists holds 1 lists, none of them with a clicked and an unclicked item", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OnOtherFacets_SaysWhich()
    {
        var error = Assert.Throws<ArgumentException>(() => WeightedMatching.Cosine(Flat([1]), Flat([1, 2])));
        Assert.Contains("2 facets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_OfLogisticClicks_FindsTheCurve()
    {
        var rng = new Rng(29);
        var scores = Enumerable.Range(0, 20000).Select(_ => (float)(3 * rng.NextGaussian())).ToArray();
        var clicks = scores.Select(score => rng.NextDouble() < 1 / (1 + Math.Exp(2 - 0.5 * score))).ToArray();
        var calibration = ClickCalibration.Fit(scores, clicks);
        Assert.InRange(calibration.Intercept, -2.1, -1.9);
        Assert.InRange(calibration.Slope, 0.46, 0.54);
        var report = CalibrationReport.Of([.. scores.Select(calibration.Probability)], clicks);
        Assert.InRange(report.ExpectedCalibrationError, 0, 0.01);
        Assert.Equal(20000, report.Bins.Sum(bin => bin.Count));
    }

    [Fact]
    public void Calibration_OfScoresThatMislead_GivesTheRate()
    {
        var calibration = ClickCalibration.Fit([1, 2, 3, 4], [true, true, false, false]);
        Assert.Equal(0, calibration.Slope);
        Assert.Equal(0.5, calibration.Probability(100), 6);
    }

    [Fact]
    public void CalibrationReport_OnTwoPredictions_IsTheOneByHand()
    {
        var report = CalibrationReport.Of([0.25, 0.75], [false, true], bins: 2);
        Assert.Equal(-Math.Log(0.75), report.LogLoss, 9);
        Assert.Equal(0.0625, report.Brier, 9);
        Assert.Equal(0.25, report.ExpectedCalibrationError, 9);
    }

    [Fact]
    public void ListRanking_OnOneList_IsTheOneByHand()
    {
        var lists = new[] { new Impression(0, null, [7, 8, 9], [false, true, false]), new Impression(0, null, [1, 2], [false, false]) };
        var (ndcg, reciprocal) = ListRanking.Evaluate(lists, (_, item) => item);
        Assert.Equal(1 / Math.Log2(3), ndcg[0], 9);                 // 9, then 8: second place
        Assert.Equal(0.5, reciprocal[0]);
        Assert.True(double.IsNaN(ndcg[1]));
    }

    [Fact]
    public void SampleLists_OfPurchases_HoldTheBoughtItemAndNoneThatWasOwned()
    {
        var known = Data.Samples.Of("0 0 1", "0 1 2", "1 2 3", "1 9 3");
        var later = known.With(Data.Samples.Of("0 3 5", "1 9 3").Interactions.Where(x => x.Item == 3));
        var lists = ListRanking.SampleLists(later, known, 4, 0, 5);
        var list = Assert.Single(lists);
        Assert.Equal(5, list.Items.Distinct().Count());
        Assert.Equal(3, list.Items[Array.IndexOf(list.Clicked, true)]);
        Assert.DoesNotContain(0, list.Items);
        Assert.DoesNotContain(1, list.Items);
        Assert.Equal(list.Items, ListRanking.SampleLists(later, known, 4, 0, 5)[0].Items);
    }

    private static FacetVectors Flat(float[] values) => new(new Matrix(1, values.Length, values), [.. values.Select((_, j) => $"{j}")]);

    // Clicks are independent and logistic in the planted score, as in the simulated market.
    private static (FacetVectors Users, FacetVectors Items, Impression[] Lists) Sample(ulong seed, int count, float[]? prior = null)
    {
        var rng = new Rng(seed);
        FacetVectors Draw(int rows) => new(
            new Matrix(rows, Planted.Length, [.. Enumerable.Range(0, rows * Planted.Length).Select(_ => (float)rng.NextGaussian())]), ["a", "b", "c", "d"]);
        var (users, items) = (Draw(30), Draw(40));
        var truth = WeightedMatching.WithWeights(users, items, Planted);
        var lists = Enumerable.Range(0, count).Select(_ =>
        {
            var user = rng.NextInt(users.Rows);
            var shown = Enumerable.Range(0, items.Rows).ToArray();
            rng.Shuffle<int>(shown);
            shown = shown[..6];
            var clicked = shown.Select((item, place) => rng.NextDouble() < 1 / (1 + Math.Exp(1 - truth.Score(user, item) - (prior?[item] ?? 0) + 0.2 * place))).ToArray();
            return new Impression(user, null, shown, clicked);
        }).ToArray();
        return (users, items, lists);
    }
}
