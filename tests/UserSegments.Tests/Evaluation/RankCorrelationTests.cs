using UserSegments.Evaluation;

namespace UserSegments.Tests.Evaluation;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Spearman_OfTheSameOrder_IsOneWhateverTheDistances()
    {
        Assert.Equal(1, RankCorrelation.Spearman([1, 2, 3], [10, 20, 50]), 9);
        Assert.Equal(-1, RankCorrelation.Spearman([1, 2, 3], [3, 2, 1]), 9);
    }

    [Fact]
    public void Spearman_WithTiesInOneList_ReachesTheHighestPossible()
    {
        // Two equal of three: sqrt(1 - (8 - 2) / (27 - 3)) = sqrt(0.75).
        Assert.Equal(Math.Sqrt(0.75), RankCorrelation.Spearman([1, 1, 3], [1, 2, 3]), 9);
    }

    [Fact]
    public void Spearman_OfListsOfUnequalLength_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3]));
        Assert.Equal("second", error.ParamName);
    }
}
