using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

/// <summary>The matching on the embedded market, where the weights are known. The long study is the benchmark <c>interests-matching</c>.</summary>
public sealed class MarketMatchingTests
{
    [Fact]
    public void Weights_LearnedFromTheMarketsClicks_HaveTheOrderOfThePlantedOnes()
    {
        // Weights that all segments share, a step apart: those of the embedded market differ by less, on average, than its clicks can tell.
        double[] shared = [0.8, 1.6, 0.2, 1.2, 2.0, 0.4, 1.4, 0.6, 1.8, 1.0];
        var (dataset, truth) = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 600, Items = 240, Seed = 5, Drift = false, AspectWeights = shared });
        var (aspects, items) = (truth.Aspects.Count, dataset.Items.Count);
        // Everybody has the vector of ones, so that the weights alone must say how much an aspect matters; items have their true qualities.
        var quality = new Matrix(items, aspects);
        for (var item = 0; item < items; item++)
        {
            for (var a = 0; a < aspects; a++) quality[item, a] = (float)truth.Quality(item)[a];
        }
        var vectors = FacetVectors.Join(new FacetVectors(quality, [.. truth.Aspects]), ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.LowPrice(dataset));
        var ones = new Matrix(dataset.Users.Count, vectors.Count);
        Array.Fill(ones.Values, 1f);
        var model = WeightedMatching.Fit(new FacetVectors(ones, vectors.Names), vectors, dataset.Impressions);
        var planted = new double[aspects];
        foreach (var list in dataset.Impressions)
        {
            var weights = truth.AspectWeights(list.User, truth.MonthOf(list.Time!.Value));
            for (var a = 0; a < aspects; a++) planted[a] += weights[a] / dataset.Impressions.Count;
        }
        var correlation = RankCorrelation([.. model.Weights.Take(aspects)], planted);
        Assert.True(correlation >= 0.9, $"Spearman {correlation}");
        Assert.True(model.PositionWeight < 0);
    }

    [Fact]
    public void RankCorrelation_ByHand_IsSpearmans()
    {
        Assert.Equal(1, RankCorrelation([1, 2, 3], [10, 20, 50]), 9);
        Assert.Equal(-1, RankCorrelation([1, 2, 3], [3, 2, 1]), 9);
        Assert.Equal(Math.Sqrt(0.75), RankCorrelation([1, 1, 3], [1, 2, 3]), 9);
    }

    private static double RankCorrelation(double[] first, double[] second)
    {
        static double[] Ranks(double[] values) => Array.ConvertAll(values, x => values.Count(y => y < x) + (values.Count(y => y == x) - 1) / 2.0);
        return MathNet.Numerics.Statistics.Correlation.Pearson(Ranks(first), Ranks(second));
    }
}
