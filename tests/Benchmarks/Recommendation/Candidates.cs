using UserSegments.Recommendation;

namespace Benchmarks.Recommendation;

/// <summary>Recipes that are offered to the choice on validation data.</summary>
internal static class Candidates
{
    public static IEnumerable<(string Name, IRecommender Recommender)> Ease()
    {
        foreach (var lambda in new[] { 400.0, 650 })
        {
            yield return ($"EASE λ {lambda}", new Ease(new EaseOptions { Lambda = lambda }));
            yield return ($"EASE λ {lambda}, users^-0.25", new Ease(new EaseOptions { Lambda = lambda, UserExponent = 0.25 }));
            yield return ($"EASE λ {lambda}, items^-0.2", new Ease(new EaseOptions { Lambda = lambda, ItemExponent = 0.2 }));
            yield return ($"EASE λ {lambda}, dropout 0.3", new Ease(new EaseOptions { Lambda = lambda, Dropout = 0.3 }));
        }
    }

    public static IEnumerable<(string Name, IRecommender Recommender)> WithoutTime()
    {
        yield return ("EASE λ 650, dropout 0.3", new Ease(new EaseOptions { Lambda = 650, Dropout = 0.3 }));
        yield return ("EASE λ 400, users^-0.25", new Ease(new EaseOptions { Lambda = 400, UserExponent = 0.25 }));
        yield return ("user neighbours", new UserNeighbours(new NeighbourOptions { Neighbours = 100, Power = 2 }));
        yield return ("item neighbours", new ItemNeighbours(new NeighbourOptions { Neighbours = 200, Shrinkage = 10 }));
        yield return ("ALS 32", new ImplicitAls(new ImplicitAlsOptions { Factors = 32 }));
        yield return ("ALS 64", new ImplicitAls());
        yield return ("ALS 128", new ImplicitAls(new ImplicitAlsOptions { Factors = 128 }));
        yield return ("popularity", new Popularity());
    }

    public static IEnumerable<(string Name, IRecommender Recommender)> Time()
    {
        foreach (var days in new[] { 20.0, 60 }) yield return ($"popularity of the period, {days} days", new PeriodPopularity(days));
        yield return ("sequence neighbours, minutes", new SequenceNeighbours(new SequenceNeighboursOptions { TogetherSeconds = 120 }));
    }
}
