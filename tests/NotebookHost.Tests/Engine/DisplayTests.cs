namespace NotebookHost.Tests.Engine;

public sealed class DisplayTests
{
    [Fact]
    public void Display_OfAValue_ComesBeforeTheResult()
    {
        var sink = new Session().Run("display(1);\n2.Display();\n3");
        Assert.Equal(["display", "display", "result"], sink.Outputs.Select(output => output.Kind));
        Assert.Equal(["1", "2"], sink.Displays.Select(data => data["text/plain"]));
    }

    [Fact]
    public void Display_AsLastExpression_IsShownOnce() => Assert.Equal(["display"], new Session().Run("display(1)").Outputs.Select(output => output.Kind));

    [Fact]
    public void DisplayTable_OfASequence_IsATable() =>
        Assert.Contains("<td>x</td>", new Session().Run("new[] { new { A = 1, B = \"x\" } }.DisplayTable();").Displays.Single()["text/html"], StringComparison.Ordinal);

    [Fact]
    public void Input_InCode_IsTheAnswer()
    {
        var session = new Session();
        Assert.Equal("Ann", session.Run("await GetInputAsync(\"Name?\")", answers: "Ann").ResultText);
        Assert.Equal("3", session.Run("(await GetPasswordAsync(\"Word?\")).GetClearTextPassword().Length", answers: "abc").ResultText);
    }

    [Fact]
    public void Display_WithMimeType_HasThatType() =>
        Assert.Equal("""{"A":1}""", new Session().Run("display(new { A = 1 }, \"application/json\");").Displays.Single()["application/json"]);

    [Fact]
    public void DisplayAs_OfAText_IsThatMimeTypeOnly()
    {
        var data = new Session().Run("\"# x\".DisplayAs(\"text/markdown\");").Displays.Single();
        Assert.Equal(["text/markdown"], data.MimeTypes);
        Assert.Equal("# x", data["text/markdown"]);
    }

    [Fact]
    public void Html_AsLastExpression_IsMarkup() => Assert.Equal("<b>x</b>", new Session().Run("HTML(\"<b>x</b>\")").ResultData!["text/html"]);

    [Fact]
    public void CssAndJavascript_AreShownAsElements()
    {
        var displays = new Session().Run("CSS(\"p {}\"); Javascript(\"1\");").Displays.ToList();
        Assert.Equal("<style>p {}</style>", displays[0]["text/html"]);
        Assert.Equal("<script type=\"text/javascript\">1</script>", displays[1]["text/html"]);
    }

    [Fact]
    public void Update_OfADisplayedValue_ReplacesIt()
    {
        var sink = new Session().Run("var d = display(\"a\");\nd.Update(\"b\");");
        Assert.Equal(["display", "update"], sink.Outputs.Select(output => output.Kind));
        Assert.Equal(sink.Outputs[0].Text, sink.Outputs[1].Text);
        Assert.Equal("b", sink.Outputs[1].Data!["text/plain"]);
    }
}
