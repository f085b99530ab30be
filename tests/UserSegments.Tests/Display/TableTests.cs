using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using UserSegments.Display;

namespace UserSegments.Tests.Display;

public sealed class TableTests
{
    private static readonly (string Name, double Ndcg, int Items, double Seconds)[] Rows =
        [("popularity", 0.08123, 12, 1.5), ("item neighbours", 0.15, 3000, 0.25), ("ease <b>", 0.1499999, 7, double.NaN)];

    private static Table Sample() => Table.Of(Rows, ("recommender", r => r.Name), ("NDCG@10", r => r.Ndcg), ("items", r => r.Items), ("time (s)", r => r.Seconds))
        .Highest("NDCG@10").Lowest("time (s)").WithCaption("3 recommenders & a caption");

    [Fact]
    public void ToHtml_AnyCells_IsWellFormedAndEscaped()
    {
        var table = XElement.Parse($"<x>{Sample().ToHtml()}</x>").Element("table")!;
        Assert.Equal("3 recommenders & a caption", table.Element("caption")!.Value);
        Assert.Equal(["recommender", "NDCG@10", "items", "time (s)"], table.Descendants("th").Select(th => th.Value));
        Assert.Contains("ease <b>", table.Descendants("td").Select(td => td.Value));
        Assert.All(table.DescendantsAndSelf().SelectMany(e => e.Attributes()), a => Assert.Equal("align", a.Name));
    }

    [Fact]
    public void ToHtml_Numbers_ShareDecimalsAndStandRight()
    {
        var cells = XElement.Parse($"<x>{Sample().ToHtml()}</x>").Descendants("td").ToArray();
        Assert.Equal(["popularity", "0.0812", "12", "1.500"], cells.Take(4).Select(td => td.Value));
        Assert.Equal(["item neighbours", "0.1500", "3,000", "0.250"], cells.Skip(4).Take(4).Select(td => td.Value));
        Assert.Equal(["ease <b>", "0.1500", "7", "–"], cells.Skip(8).Select(td => td.Value));
        Assert.Equal(["left", "right", "right", "right"], cells.Take(4).Select(td => (string)td.Attribute("align")!));
    }

    [Fact]
    public void Highest_ValuesShownEqual_AreAllMarked()
    {
        var bold = XElement.Parse($"<x>{Sample().ToHtml()}</x>").Descendants("b").Select(b => b.Value);
        Assert.Equal(["0.1500", "0.250", "0.1500"], bold);
    }

    [Fact]
    public void ToMarkdown_Pipes_AreEscaped()
    {
        var text = Table.WithColumns("a|b", "n").Add("x|y", 1).ToMarkdown();
        Assert.Equal("| a\\|b | n |\n| --- | ---: |\n| x\\|y | 1 |\n", text);
    }

    [Fact]
    public void ToString_WideSigns_KeepColumnsAligned()
    {
        var lines = Table.WithColumns("名", "n").Add("蓝色", 1).Add("abcd", 20).Highest("n").ToString().Split('\n');
        Assert.Equal(["名     n", "----  ---", "蓝色   1", "abcd  20*"], lines.Take(4));
    }

    [Fact]
    public void WithMaximumRows_LongTable_SaysHowManyMore()
    {
        var table = Table.Of(Enumerable.Range(0, 1200), ("i", i => i)).WithMaximumRows(3).Highest("i");
        Assert.EndsWith("<p><i>… 1,197 more of 1,200 rows.</i></p>", table.ToHtml());
        Assert.Equal(6, table.ToString().TrimEnd().Split('\n').Length);
        Assert.DoesNotContain("<b>", table.ToHtml());           // the highest lies beyond the rows shown
    }

    [Fact]
    public void Cells_Estimate_ShowsItsInterval()
    {
        var text = Table.WithColumns("m", "NDCG").Add("a", new Estimate(0.1234, 0.1, 0.15)).Add("b", null).Highest("NDCG").ToString();
        Assert.Contains("0.1234 [0.1000, 0.1500]*", text);
        Assert.Contains("–", text);
    }

    [Fact]
    public void Cells_OtherCulture_DoNotChange()
    {
        var before = Sample().ToHtml() + Sample().Format("NDCG@10", "0.0 %").ToMarkdown();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(before, Sample().ToHtml() + Sample().Format("NDCG@10", "0.0 %").ToMarkdown());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Table_RowOfWrongLength_NamesTheRow()
    {
        var error = Assert.Throws<ArgumentException>(() => Table.WithColumns("a", "b").Add(1));
        Assert.Contains("Row 0 has 1 cells, expected 2", error.Message);
        Assert.Contains("no column \"z\"", Assert.Throws<ArgumentException>(() => Table.WithColumns("a").Highest("z")).Message);
        Assert.Contains("stands 2 times", Assert.Throws<ArgumentException>(() => Table.WithColumns("a", "a")).Message);
    }

    [Fact]
    public void SortDescending_MissingNumbers_ComeLast()
    {
        var table = Table.WithColumns("n").Add(1.0).Add((object?)null).Add(double.NaN).Add(3).SortDescending("n");
        Assert.Equal([3, 1.0, null, double.NaN], table.Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234.5678, "1,235")]
    [InlineData(0.012345, "0.01235")]
    [InlineData(0.5, "0.5")]
    [InlineData(-0.00001, "-1e-5")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void Significant_AnyNumber_IsShort(double value, string expected) => Assert.Equal(expected, NumberText.Significant(value));

    [Fact]
    public void Column_NumbersOfVeryDifferentSize_KeepTheirDigits() =>
        Assert.Equal(["12,345.67", "0.0012"], NumberText.Column([12345.67, 0.0012], 7));

    [Fact]
    public void Column_SmallBesideLarge_FormatsEachByItself() =>
        Assert.Equal(["12,346", "0.0012"], NumberText.Column([12345.67, 0.0012]));

    [Fact]
    public void Metrics_ToJson_HoldsNamesAndNumbersInOrder()
    {
        var metrics = new Metrics(("ndcg", 0.1 + 0.2), ("users", 3000), ("none", double.NaN));
        Assert.Equal("{\"ndcg\":0.3,\"users\":3000,\"none\":null}", metrics.ToJson());
        Assert.Equal(3000, JsonDocument.Parse(metrics.ToMimeBundle()[MimeTypes.Metrics]).RootElement.GetProperty("users").GetDouble());
        Assert.Equal(3000, metrics["users"]);
        Assert.Contains("stands twice", Assert.Throws<ArgumentException>(() => metrics.Add("ndcg", 1)).Message);
    }
}
