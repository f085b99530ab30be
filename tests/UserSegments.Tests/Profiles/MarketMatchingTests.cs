using UserSegments.Data;
using UserSegments.Evaluation;
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
        var aspects = truth.Aspects.Count;
        // Everybody has the vector of ones, so that the weights alone must say how much an aspect matters; items have their true qualities.
        var vectors = FacetVectors.Join(ItemFacets.FromTruth(truth), ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.LowPrice(dataset));
        var model = WeightedMatching.Fit(FacetVectors.Ones(dataset.Users.Count, vectors.Names), vectors, dataset.Impressions);
        var planted = new double[aspects];
        foreach (var list in dataset.Impressions)
        {
            var weights = truth.AspectWeights(list.User, truth.MonthOf(list.Time!.Value));
            for (var a = 0; a < aspects; a++) planted[a] += weights[a] / dataset.Impressions.Count;
        }
        var correlation = RankCorrelation.Spearman([.. model.Weights.Take(aspects)], planted);
        Assert.True(correlation >= 0.9, $"Spearman {correlation}");
        Assert.True(model.PositionWeight < 0);
    }
}
