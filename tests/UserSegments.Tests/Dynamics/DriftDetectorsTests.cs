using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class DriftDetectorsTests
{
    public static TheoryData<string> Names => ["page-hinkley", "adwin", "kswin"];

    private static IDriftDetector Make(string name) => name switch
    {
        "page-hinkley" => new PageHinkley(0.05, 5),
        "adwin" => new Adwin(),
        _ => new Kswin(seed: 1),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_MeanJumps_IsReportedSoon(string name)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var (rng, detector, alarm) = (new Rng(seed), Make(name), -1);
            for (var t = 0; t < 1500 && alarm < 0; t++)
            {
                if (detector.Add(Uniform(rng, t < 1000 ? 0.3 : 0.7)) && t >= 1000) alarm = t - 1000;
            }
            Assert.True(alarm is >= 0 and < 200, $"{name}, seed {seed}: delay {alarm}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_NothingChanges_GivesFewAlarms(string name)
    {
        var alarms = 0;
        for (ulong seed = 100; seed < 105; seed++)
        {
            var (rng, detector) = (new Rng(seed), Make(name));
            for (var t = 0; t < 4000; t++) alarms += detector.Add(Uniform(rng, 0.5)) ? 1 : 0;
        }
        Assert.True(alarms <= 4, $"{name}: {alarms} alarms in 20,000 numbers");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_NaN_IsRefused(string name) => Assert.Throws<ArgumentOutOfRangeException>(() => Make(name).Add(double.NaN));

    [Fact]
    public void Adwin_AfterAChange_KeepsTheNewMean()
    {
        var (rng, adwin) = (new Rng(3), new Adwin());
        for (var t = 0; t < 4000; t++) adwin.Add(Uniform(rng, t < 2000 ? 0.2 : 0.8));
        Assert.Equal(0.8, adwin.Mean, 0.03);
        Assert.InRange(adwin.Length, 1800, 2200);
    }

    [Fact]
    public void Kswin_SameMeanOtherSpread_IsReported()
    {
        var (rng, detector, found) = (new Rng(4), new Kswin(), false);
        for (var t = 0; t < 1200; t++) found |= detector.Add(0.5 + (t < 800 ? 0.05 : 0.4) * rng.NextGaussian()) && t >= 800;
        Assert.True(found);
    }

    [Fact]
    public void Distance_ByHand_IsTheLargestGap() => Assert.Equal(0.5, Kswin.Distance([1, 2, 3, 4], [3, 4, 5, 6]), 1e-12);

    [Fact]
    public void MeanDiscrepancy_EqualDistributions_RejectsAtTheSetRate()
    {
        var rejected = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var rng = new Rng(seed);
            if (MeanDiscrepancy.Test(Cloud(rng, 20, 0), Cloud(rng, 20, 0), 39, seed).PValue <= 0.05) rejected++;
        }
        Assert.InRange(rejected, 2, 22);                              // 10 expected, sigma 3.1
    }

    [Fact]
    public void MeanDiscrepancy_ShiftedCloud_IsSeenAndTheSameOnAnyThreads()
    {
        var rng = new Rng(1);
        var (a, b) = (Cloud(rng, 40, 0), Cloud(rng, 40, 1.2f));
        var results = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var _ = Blocks.UseThreads(threads);
            return MeanDiscrepancy.Test(a, b, 99, 5);
        }).ToList();
        Assert.Equal(0.01, results[0].PValue, 1e-9);
        Assert.Single(results.Distinct());
    }

    private static double Uniform(Rng rng, double mean) => Math.Clamp(mean + 0.2 * (rng.NextDouble() - 0.5), 0, 1);

    private static Matrix Cloud(Rng rng, int rows, float shift)
    {
        var cloud = new Matrix(rows, 3);
        for (var i = 0; i < cloud.Values.Length; i++) cloud.Values[i] = (float)rng.NextGaussian() + shift;
        return cloud;
    }
}
