using Microsoft.Data.Analysis;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Interop.DataFrames;

namespace UserSegments.Interop.Tests.DataFrames;

public sealed class FrameTests
{
    [Fact]
    public void Table_OfEveryType_ComesBackCellByCell()
    {
        object?[][] rows =
        [
            ["a", 1, 2.5, double.NaN, true, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1L << 40, 1.5f, new Estimate(1, 0.5, double.NaN), new[] { 1f, float.NaN }, null],
            [null, null, null, null, null, null, null, null, null, new[] { 3f, 4f }, null],
            ["中文 \"x\"", -1, double.NegativeInfinity, 0.0, false, DateTime.MinValue, 0L, float.NaN, new Estimate(2, 1, 3), new[] { 5f, 6f }, null],
        ];
        var table = new Table([.. Enumerable.Range(0, 11).Select(j => new TableColumn($"c{j}"))], rows);
        var frame = table.ToDataFrame();
        Assert.Equal(13, frame.Columns.Count);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 3], frame.Columns.Select(column => column.NullCount));
        var back = frame.ToDisplayTable("again");
        Assert.Equal("again", back.Caption);
        Assert.Equal(table.Columns.Select(column => column.Header), back.Columns.Select(column => column.Header));
        for (var i = 0; i < 3; i++) Assert.Equal(rows[i].Where((_, j) => j != 9), back.Rows[i].Where((_, j) => j != 9));
        Assert.Equal(table.ToDataFrame().ToMatrix("c9").Values, back.ToDataFrame().ToMatrix("c9").Values);
    }

    [Fact]
    public void NullAndNaN_InAColumn_StayApart()
    {
        var frame = Table.WithColumns("x").Add(double.NaN).Add([null]).Add(1.0).ToDataFrame();
        Assert.Equal(1, frame.Columns["x"].NullCount);
        Assert.Equal(double.NaN, frame.Columns["x"][0]);
        Assert.Null(frame.Columns["x"][1]);
        Assert.Equal([double.NaN, null, 1.0], frame.ToDisplayTable().Rows.Select(row => row[0]));
    }

    [Fact]
    public void Cells_OfSeveralTypes_BecomeDoubleOrText()
    {
        var frame = Table.WithColumns("numbers", "mixed", "time").Add(1, "a", TimeSpan.FromSeconds(2)).Add(2.5, 0.5, TimeSpan.FromMinutes(1)).ToDataFrame();
        Assert.Equal([1.0, 2.5], ((DoubleDataFrameColumn)frame.Columns["numbers"]).Select(x => x!.Value));
        Assert.Equal(["a", "0.5"], (StringDataFrameColumn)frame.Columns["mixed"]);
        Assert.Equal([2.0, 60.0], ((DoubleDataFrameColumn)frame.Columns["time"]).Select(x => x!.Value));
    }

    [Fact]
    public void Frame_AsATable_ShowsItselfInNotebooks()
    {
        var frame = Toys.Random(2, 6).ToDataFrame();
        frame.Columns.Add(new StringDataFrameColumn("name", ["<b>", null!]));
        var html = frame.ToDisplayTable().ToMimeBundle()[MimeTypes.Html];
        Assert.StartsWith("<table>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("… 6]", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_AsVectorsOrNumbers_ComesBack()
    {
        var points = Toys.Random(4, 3);
        points[1, 2] = float.NaN;
        Assert.Equal(points.Values, points.ToDataFrame().ToMatrix("Features").Values);
        var named = points.ToDataFrame(["a", "b", "c"]);
        Assert.Equal(points.Values, named.ToMatrix("a", "b", "c").Values);
        Assert.Equal([points[0, 2], points[0, 0]], named.ToMatrix("c", "a").Row(0).ToArray());
        named.Columns.Add(points.ToDataFrame("v").Columns[0]);
        Assert.Equal((4, 4), (named.ToMatrix("b", "v").Rows, named.ToMatrix("b", "v").Columns));
    }

    [Fact]
    public void Groups_AsAColumn_ComeBackWithNoiseAsNull()
    {
        var groups = new Clustering.Clustering([1, -1, 0], "toy");
        var frame = new DataFrame(groups.ToColumn());
        Assert.Equal(1, frame.Columns["segment"].NullCount);
        Assert.Equal(groups.Labels, frame.ToClustering().Labels);
        frame.Columns.Add(new DoubleDataFrameColumn("spent", [3.0, 100.0, 5.0]));
        Assert.Equal([[1, 3.0], [0, 5.0]], frame.GroupBy("segment").Mean("spent").ToDisplayTable().Rows);
    }

    [Fact]
    public void Dataset_ThroughItsThreeFrames_ComesBackWhole()
    {
        var market = Toys.Market();
        var back = market.ToDataFrame().ToDataset(market.UsersToDataFrame(), market.ItemsToDataFrame(), market.Name);
        Assert.Equal(market.ContentHash(), back.ContentHash());
        Assert.Null(market.ToDataFrame().Columns["time"][0]);
        Assert.Null(market.ItemsToDataFrame().Columns["price"][1]);
    }

    [Fact]
    public void ToDataset_OfAFrameFromACsv_TakesWhatIsThere()
    {
        var frame = DataFrame.LoadCsvFromString("user,item,value\n7,x,2\n9,y,3\n7,y,1\n");
        var dataset = frame.ToDataset();
        Assert.Equal(["7", "9"], dataset.Users.Select(user => user.Id));
        Assert.Equal(["x", "y"], dataset.Items.Select(item => item.Id));
        Assert.All(dataset.Interactions, x => Assert.Equal(InteractionKind.Rating, x.Kind));
        Assert.Equal([2f, 1f, 3f], dataset.Interactions.Select(x => x.Value));
    }

    [Fact]
    public void Report_AsAFrame_HasValueAndInterval()
    {
        var frame = Table.WithColumns("method", "NDCG@10 [95 %]").Add("popularity", new Estimate(0.2, 0.1, 0.3)).ToDataFrame();
        Assert.Equal(["method", "NDCG@10 [95 %]", "NDCG@10 [95 %] low", "NDCG@10 [95 %] high"], frame.Columns.Select(column => column.Name));
        Assert.Equal(new Estimate(0.2, 0.1, 0.3), frame.ToDisplayTable().Rows[0][1]);
    }

    [Fact]
    public void Errors_OfFrames_NameTheThing()
    {
        var frame = Table.WithColumns("x", "s").Add(1.0, "a").Add(null, "b").ToDataFrame();
        Assert.StartsWith("There is no column \"y\"; the columns are \"x\", \"s\".", Assert.Throws<ArgumentException>(() => frame.ToMatrix("y")).Message);
        Assert.StartsWith("Column \"s\" is of String, expected numbers or vectors", Assert.Throws<ArgumentException>(() => frame.ToMatrix("s")).Message);
        Assert.StartsWith("Column \"x\" has no value in row 1", Assert.Throws<InvalidDataException>(() => frame.ToMatrix("x")).Message);
        Assert.StartsWith("columns is empty", Assert.Throws<ArgumentException>(() => frame.ToMatrix()).Message);
        Assert.StartsWith("Column \"x\" is of Double, expected Int32.", Assert.Throws<ArgumentException>(() => frame.ToClustering("x")).Message);
        Assert.StartsWith("names has 1 entries, expected 2", Assert.Throws<ArgumentException>(() => Toys.Random(1, 2).ToDataFrame(["a"])).Message);
        var ragged = Table.WithColumns("v").Add(new[] { 1f }).Add(new[] { 1f, 2f });
        Assert.StartsWith("Column \"v\" has in row 1 a vector of 2, expected one of 1", Assert.Throws<ArgumentException>(() => ragged.ToDataFrame()).Message);
        var clash = Table.WithColumns("x", "x low").Add(new Estimate(1, 0, 2), 3.0);
        Assert.StartsWith("2 columns would be called \"x low\"", Assert.Throws<ArgumentException>(() => clash.ToDataFrame()).Message);

        var market = Toys.Market();
        var stranger = DataFrame.LoadCsvFromString("user,item\ncarl,a\n");
        Assert.StartsWith("Column \"user\" has \"carl\" in row 0, expected one of the 2 ids of the users", Assert.Throws<InvalidDataException>(() => stranger.ToDataset(market.UsersToDataFrame())).Message);
        var kinds = DataFrame.LoadCsvFromString("user,item,kind\ncarl,a,stole\n");
        Assert.StartsWith("Column \"kind\" has \"stole\" in row 0, expected one of Review", Assert.Throws<InvalidDataException>(() => kinds.ToDataset()).Message);
        var bar = new Dataset("bar", [], [new Item("a", "A") { Tags = ["x|y"] }], []);
        Assert.StartsWith("Item \"a\" has a tag with a |", Assert.Throws<ArgumentException>(() => bar.ItemsToDataFrame()).Message);
        var twice = DataFrame.LoadCsvFromString("id,title\na,A\na,B\n");
        Assert.StartsWith("The id \"a\" stands twice in items", Assert.Throws<ArgumentException>(() => market.ToDataFrame().ToDataset(null, twice)).Message);
    }
}
