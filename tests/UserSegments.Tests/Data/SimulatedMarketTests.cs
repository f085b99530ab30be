using System.IO.Compression;
using UserSegments.Data;

namespace UserSegments.Tests.Data;

public sealed class SimulatedMarketTests
{
    private static readonly SimulatedMarket Whole = SimulatedMarket.Generate(new SimulatedMarketOptions());
    private static readonly SimulatedMarketOptions Small = new() { Users = 120, Items = 96, Seed = 7 };

    [Fact]
    public void Generate_DefaultOptions_GivesTheCommittedFiles()
    {
        var folder = Directory.CreateTempSubdirectory("market").FullName;
        try
        {
            Datasets.Save(Whole, folder);
            var committed = Path.GetDirectoryName(Committed("interactions.csv.gz"))!;
            var names = Directory.GetFiles(committed, "*.gz").Select(Path.GetFileName).Order().ToList();
            Assert.Equal(names, Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Assert.All(names, name => Assert.True(Unpack(Path.Combine(committed, name!)).AsSpan().SequenceEqual(Unpack(Path.Combine(folder, name!))), $"{name} differs"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Open_Embedded_HoldsWhatWasGenerated()
    {
        Assert.Equal(Whole.Dataset.ContentHash(), Datasets.Open("embedded").ContentHash());
        var (truth, read) = (Whole.Truth, Datasets.OpenTruth("embedded"));
        Assert.Equal(truth.Segments, read.Segments);
        for (var user = 0; user < 3000; user += 101)
            Assert.Equal(truth.ClickProbability(user, user % 600, 3, 10), read.ClickProbability(user, user % 600, 3, 10));
    }

    [Fact]
    public void Embedded_Sizes_AreAsPromised()
    {
        var data = Whole.Dataset;
        Assert.Equal((3000, 600), (data.Users.Count, data.Items.Count));
        Assert.True(data.HasTime && data.HasText);
        var reviews = data.ByUser().Select(rows => rows.Count(x => x.Kind == InteractionKind.Review)).ToList();
        Assert.InRange(reviews.Average(), 9, 11);
        Assert.InRange(reviews.Count(x => x <= 2) / 3000.0, 0.05, 0.2);
        Assert.True(reviews.Max() >= 45);
        Assert.InRange(data.Interactions.Count(x => x.Text.Any(c => c is >= '一' and <= '鿿')) / (double)data.Interactions.Count, 0.04, 0.15);
        Assert.Equal(2025, data.Interactions[0].Time!.Value.Year);
        Assert.Equal(12, data.Interactions.Select(x => Whole.Truth.MonthOf(x.Time!.Value)).Distinct().Count());
        Assert.Equal(8, Whole.Truth.Segments.Distinct().Count());
    }

    [Fact]
    public void Generate_SameSeed_GivesTheSameBits_OtherSeedDoesNot()
    {
        Assert.Equal(SimulatedMarket.Generate(Small).Dataset.ContentHash(), SimulatedMarket.Generate(Small).Dataset.ContentHash());
        Assert.NotEqual(SimulatedMarket.Generate(Small).Dataset.ContentHash(), SimulatedMarket.Generate(Small with { Seed = 8 }).Dataset.ContentHash());
    }

    [Fact]
    public void Truth_WithoutDrift_KeepsEverybodyInPlace()
    {
        var truth = SimulatedMarket.Generate(Small with { Drift = false }).Truth;
        Assert.Empty(truth.Events);
        for (var user = 0; user < 120; user++)
        {
            Assert.Equal(truth.SegmentAt(user, 1), truth.SegmentAt(user, 12));
            Assert.Equal(truth.Taste(user, 1), truth.Taste(user, 12));
        }
    }

    [Fact]
    public void Truth_Drift_BeginsInMonth7AndFollowsThePlan()
    {
        var truth = Whole.Truth;
        var moves = Enumerable.Range(0, 3000)
            .SelectMany(user => Enumerable.Range(2, 11).Where(m => truth.SegmentAt(user, m) != truth.SegmentAt(user, m - 1))
                .Select(m => (Month: m, From: truth.SegmentAt(user, m - 1), To: truth.SegmentAt(user, m))))
            .ToHashSet();
        Assert.Equal([(7, 1, 7), (9, 3, 6), (11, 5, 0), (11, 5, 4)], moves.Order());
        Assert.DoesNotContain(Enumerable.Range(0, 3000), user => truth.SegmentAt(user, 12) == 5);
        Assert.Equal(truth.SegmentTaste(2, 1), truth.SegmentTaste(2, 7));
        Assert.NotEqual(truth.SegmentTaste(2, 7), truth.SegmentTaste(2, 8));
        Assert.NotEqual(truth.SegmentTaste(2, 9), truth.SegmentTaste(2, 10));
        Assert.Equal(truth.SegmentTaste(2, 10), truth.SegmentTaste(2, 12));
    }

    [Fact]
    public void Clicks_AgainstTheTrueProbabilities_AreCalibrated()
    {
        var (truth, bins) = (Whole.Truth, new (double Expected, int Clicked, int Count)[10]);
        foreach (var shown in Whole.Dataset.Impressions)
        {
            for (var i = 0; i < shown.Items.Length; i++)
            {
                var p = truth.ClickProbability(shown.User, shown.Items[i], i, truth.MonthOf(shown.Time!.Value));
                ref var bin = ref bins[(int)(p * 10)];
                bin = (bin.Expected + p, bin.Clicked + (shown.Clicked[i] ? 1 : 0), bin.Count + 1);
            }
        }
        // Four standard errors of a binomial share.
        Assert.All(bins.Where(x => x.Count > 200), x =>
            Assert.InRange((x.Clicked - x.Expected) / Math.Sqrt(x.Expected * (1 - x.Expected / x.Count)), -4, 4));
    }

    [Fact]
    public void NewItems_BeforeTheirLaunch_AreNeitherShownNorBought()
    {
        var truth = Whole.Truth;
        Assert.Contains(truth.ItemLaunchMonths, month => month > 6);
        Assert.All(Whole.Dataset.Impressions, x => Assert.All(x.Items, item => Assert.True(truth.ItemLaunchMonths[item] <= truth.MonthOf(x.Time!.Value))));
    }

    [Fact]
    public void OpenTruth_FolderWithoutTruth_SaysThatRealDataHaveNone()
    {
        var folder = Directory.CreateTempSubdirectory("truth").FullName;
        Assert.Contains("holds no truth.json", Assert.Throws<FileNotFoundException>(() => Datasets.OpenTruth(folder)).Message, StringComparison.Ordinal);
    }

    private static string Committed(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "data", "embedded", name);
            if (File.Exists(path)) return path;
        }
        throw new FileNotFoundException(name);
    }

    private static byte[] Unpack(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        packed.CopyTo(memory);
        return memory.ToArray();
    }
}
