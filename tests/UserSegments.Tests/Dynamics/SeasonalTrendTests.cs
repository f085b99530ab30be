using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class SeasonalTrendTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_LinePlusSine_FindsBoth(bool robust)
    {
        double[] series = [.. Enumerable.Range(0, 120).Select(t => 10 + 0.5 * t + 3 * Math.Sin(2 * Math.PI * t / 12))];
        var parts = SeasonalTrend.Of(series, 12, 13, robust);
        for (var t = 0; t < 120; t++)
        {
            Assert.Equal(10 + 0.5 * t, parts.Trend[t], 0.05);
            Assert.Equal(3 * Math.Sin(2 * Math.PI * t / 12), parts.Season[t], 0.05);
            Assert.Equal(series[t], parts.Trend[t] + parts.Season[t] + parts.Rest[t], 1e-9);
        }
    }

    [Fact]
    public void Of_Outliers_RobustPassesLeaveThemInTheRest()
    {
        var rng = new Rng(1);
        double[] series = [.. Enumerable.Range(0, 84).Select(t => 20 + 4 * Math.Cos(2 * Math.PI * t / 7) + 0.1 * rng.NextGaussian() + (t is 30 or 61 ? 40 : 0))];
        var parts = SeasonalTrend.Of(series, 7, 7, true);
        Assert.All(new[] { 30, 61 }, t => Assert.True(parts.Weights[t] < 0.01 && parts.Rest[t] > 38));
        Assert.All(Enumerable.Range(0, 84).Where(t => t is not (30 or 61)), t => Assert.InRange(parts.Rest[t], -1.0, 1.0));
    }

    [Fact]
    public void Of_Constant_HasNoSeason()
    {
        var parts = SeasonalTrend.Of([.. Enumerable.Repeat(5.0, 40)], 7);
        Assert.All(parts.Season, x => Assert.Equal(0, x, 1e-9));
        Assert.All(parts.Trend, x => Assert.Equal(5, x, 1e-9));
    }

    [Fact]
    public void Of_LessThanTwoPeriods_SaysSo() =>
        Assert.Contains("at least two periods of 7", Assert.Throws<ArgumentException>(() => SeasonalTrend.Of(new double[13], 7)).Message, StringComparison.Ordinal);
}
