using UserSegments.Data;
using UserSegments.Display;

namespace UserSegments.Tests.Data;

public sealed class DatasetSummaryTests
{
    [Fact]
    public void Of_RetailSample_CountsByHand()
    {
        using var folder = ReaderSamples.Retail();
        var summary = DatasetSummary.Of(Datasets.Open(folder.Path));
        Assert.Equal((3, 2, 4, 2), (summary.Users, summary.ActiveUsers, summary.Items, summary.ActiveItems));
        Assert.Equal(3 / 12.0, summary.Density);                      // three pairs out of 3 x 4
        Assert.Equal(2, summary.MedianPerUser);
        Assert.Equal(0.75, summary.TopTenthShare);
        Assert.Equal((new DateTime(2010, 12, 1, 8, 26, 0), new DateTime(2010, 12, 3, 9, 0, 0)), (summary.First!.Value, summary.Last!.Value));
        Assert.Equal(1, summary.Missing["text"]);
        Assert.Equal(0, summary.Missing["time"]);
        Assert.Equal(0.5, summary.Missing["item price"]);             // postage and what was only cancelled
    }

    [Fact]
    public void ToMimeBundle_Summary_ShowsSizesAndSkippedRowsButNoIds()
    {
        using var folder = ReaderSamples.Retail();
        var bundle = DatasetSummary.Of(Datasets.Open(folder.Path, new DatasetOptions { Pseudonyms = null })).ToMimeBundle();
        Assert.Contains("rows left out: cancelled", bundle[MimeTypes.Text], StringComparison.Ordinal);
        Assert.Contains("2010-12-01 to 2010-12-03", bundle[MimeTypes.Html], StringComparison.Ordinal);
        Assert.All(bundle.Values, text => Assert.DoesNotContain("17850", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_EmptySet_HasZeros()
    {
        var summary = DatasetSummary.Of(new Dataset("empty", [], [], []));
        Assert.Equal((0, 0, 0.0, 0.0), (summary.Users, summary.Items, summary.Density, summary.TopTenthShare));
        Assert.Null(summary.First);
    }
}
