using NotebookHost.Formatting;

namespace NotebookHost.Tests.Formatting;

public sealed class FormattingTests
{
    [Fact]
    public void Convention_ByAttributeName_PutsAllPreferredTypesIntoOneBundle()
    {
        var data = ValueFormatter.Format(new Thing(3));
        Assert.Equal(["text/html", "application/vnd.thing+json", "text/plain"], data.MimeTypes);
        Assert.Equal("<b>3</b>", data["text/html"]);
        Assert.Equal("""{"n":3}""", data["application/vnd.thing+json"]);
    }

    [Fact]
    public void Convention_OfASubclass_IsThatOfItsBase() => Assert.Equal("<b>4</b>", ValueFormatter.Format(new SubThing()).ToJson(asLines: false)["text/html"]!.ToString());

    [Fact]
    public void Convention_OfARecordStruct_Works() => Assert.Equal("<i>x</i>", ValueFormatter.Format(new Small("x"))["text/html"]);

    [Fact]
    public void Convention_WhereFormatReturnsFalse_LeavesTheTypeOut() => Assert.False(ValueFormatter.Format(new Thing(-1)).TryGet("text/html", out _));

    [Fact]
    public void Bundle_JsonTypes_BecomeJson()
    {
        var json = ValueFormatter.Format(new Thing(3)).ToJson(asLines: true);
        Assert.Equal(3, (int)json["application/vnd.thing+json"]!["n"]!);
        Assert.Equal("<b>3</b>", (string)json["text/html"]![0]!);
    }

    [Fact]
    public void Bundle_JsonThatIsNone_StaysText() =>
        Assert.Equal("{", new MimeBundle(("application/json", "{")).ToJson(asLines: false)["application/json"]!.ToString());

    [Theory]
    [MemberData(nameof(Plain))]
    public void PlainText_OfValues_IsReadable(object? value, string expected) => Assert.Equal(expected, PlainText.Of(value));

    public static TheoryData<object?, string> Plain() => new()
    {
        { null, "null" },
        { 1234.5, "1234.5" },
        { true, "True" },
        { "a\nb", "a\nb" },
        { new[] { 1, 2 }, "[ 1, 2 ]" },
        { Enumerable.Range(0, 25).ToList(), "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, ... (5 more) ]" },
        { new Dictionary<string, int> { ["a"] = 1 }, "[ a: 1 ]" },
        { (1, "x"), "(1, x)" },
        { new Row("n", 2), "Row { Name = n, Count = 2 }" },
        { new { A = 1 }, "{ A = 1 }" },
        { new InvalidOperationException("bad"), "System.InvalidOperationException: bad" },
        { new Throws(), "Throws { Bad = !NotSupportedException }" },
        { typeof(int), "System.Int32" },
    };

    [Fact]
    public void PlainText_OfALongText_IsCutWithANotice() => Assert.EndsWith("(50,000 more characters)", PlainText.Of(new string('x', 150_000)), StringComparison.Ordinal);

    [Fact]
    public void PlainText_OfAnEndlessSequence_Ends() => Assert.EndsWith("... (more) ]", PlainText.Of(Endless()), StringComparison.Ordinal);

    [Fact]
    public void PlainText_OfACycle_Ends()
    {
        var node = new Node();
        node.Next = node;
        Assert.Contains("Next", PlainText.Of(node), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_OfRecords_IsATableWithTheirMembers()
    {
        var html = HtmlTable.Of(new[] { new Row("a<b", 1), new Row("c", 2) })!;
        Assert.Contains("<th>Name</th><th>Count</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td>a&lt;b</td><td align=\"right\">1</td>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData("text")]
    public void Html_OfAScalar_IsLeftOut(object value) => Assert.Equal(["text/plain"], ValueFormatter.Format(value).MimeTypes);

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++) yield return i;
    }

    private sealed record Row(string Name, int Count);

    private sealed class Throws
    {
        public int Bad => throw new NotSupportedException();
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    /// <summary>The convention goes by the name; the host has never seen this class.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[] PreferredMimeTypes { get; set; } = [];
    }

    [TypeFormatterSource(typeof(ThingSource), PreferredMimeTypes = ["text/html", "application/vnd.thing+json", "text/plain"])]
    private class Thing(int n)
    {
        public int N => n;
    }

    private sealed class SubThing() : Thing(4);

    [TypeFormatterSource(typeof(SmallSource))]
    private readonly record struct Small(string Text);

    public sealed class ThingSource
    {
        public IEnumerable<object> CreateTypeFormatters() =>
        [
            new Formatter("text/html", o => ((Thing)o).N < 0 ? null : $"<b>{((Thing)o).N}</b>"),
            new Formatter("application/vnd.thing+json", o => $$"""{"n":{{((Thing)o).N}}}"""),
        ];
    }

    public sealed class SmallSource
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Formatter("text/html", o => $"<i>{((Small)o).Text}</i>")];
    }

    public sealed class Formatter(string mimeType, Func<object, string?> text)
    {
        public string MimeType => mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (text(instance) is not { } written) return false;
            writer.Write(written);
            return true;
        }
    }
}
