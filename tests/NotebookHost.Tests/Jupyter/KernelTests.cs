using System.Text.Json.Nodes;

namespace NotebookHost.Tests.Jupyter;

public sealed class KernelTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public void KernelInfo_NamesTheLanguage()
    {
        var (reply, _) = kernel.Ask("kernel_info_request", []);
        Assert.Equal("C#", (string?)reply["language_info"]!["name"]);
        Assert.Equal(".cs", (string?)reply["language_info"]!["file_extension"]);
    }

    [Fact]
    public void Execute_OfACell_PublishesInputStreamDisplayAndResult()
    {
        var (reply, published) = kernel.Execute("Console.Write(\"out\");\ndisplay(HTML(\"<b>\"));\n40 + 2");
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(["execute_input", "stream", "display_data", "execute_result"], published.Select(message => message.Type));
        Assert.Equal("out", (string?)published[1].Content["text"]);
        Assert.Equal("<b>", (string?)published[2].Content["data"]!["text/html"]);
        Assert.Equal("42", (string?)published[3].Content["data"]!["text/plain"]);
        Assert.Equal((int?)reply["execution_count"], (int?)published[3].Content["execution_count"]);
    }

    [Fact]
    public void Execute_OfAFailingCell_AbortsWhatWaits()
    {
        var first = kernel.SendShell("execute_request", new JsonObject { ["code"] = "System.Threading.Thread.Sleep(300); throw new Exception(\"bad\");" });
        var second = kernel.SendShell("execute_request", new JsonObject { ["code"] = "1" });
        Assert.Equal("bad", (string?)kernel.ReadShell()["evalue"]);
        Assert.Equal("aborted", (string?)kernel.ReadShell()["status"]);
        Assert.Contains(kernel.PublishedUntilIdle(first), message => message.Type == "error");
        Assert.Empty(kernel.PublishedUntilIdle(second));
    }

    [Fact]
    public void Execute_Silent_PublishesNothingAndCountsNothing()
    {
        var before = (int)kernel.Execute("1").Reply["execution_count"]!;
        var (_, published) = kernel.Ask("execute_request", new JsonObject { ["code"] = "Console.Write(1); 2", ["silent"] = true });
        Assert.Empty(published);
        Assert.Equal(before + 1, (int)kernel.Execute("1").Reply["execution_count"]!);
    }

    [Fact]
    public void Execute_WithUserExpressions_EvaluatesThem()
    {
        var (reply, _) = kernel.Ask("execute_request", new JsonObject { ["code"] = "var u = 5;", ["user_expressions"] = new JsonObject { ["a"] = "u + 1", ["b"] = "nope" } });
        Assert.Equal("6", (string?)reply["user_expressions"]!["a"]!["data"]!["text/plain"]);
        Assert.Equal("error", (string?)reply["user_expressions"]!["b"]!["status"]);
    }

    [Fact]
    public void Input_IsAskedOnTheStdinSocket() =>
        Assert.Equal("Ann!", (string?)kernel.Execute("Console.ReadLine() + \"!\"", answer: "Ann").Published.Last().Content["data"]!["text/plain"]);

    [Fact]
    public void Display_Update_CarriesItsDisplayId()
    {
        var (_, published) = kernel.Execute("var d = display(1);\nd.Update(2);");
        Assert.Equal(["execute_input", "display_data", "update_display_data"], published.Select(message => message.Type));
        Assert.Equal((string?)published[1].Content["transient"]!["display_id"], (string?)published[2].Content["transient"]!["display_id"]);
    }

    [Fact]
    public void ClearOutput_IsPublished() => Assert.True((bool?)kernel.Execute("ClearOutput(true);").Published[1].Content["wait"]);

    [Fact]
    public void Interrupt_OnControl_EndsTheCellAndKeepsTheState()
    {
        kernel.Execute("var kept = 7;");
        var id = kernel.SendShell("execute_request", new JsonObject { ["code"] = "Console.WriteLine(\"on\"); while (true) { }" });
        kernel.ReadUntil(id, "stream");
        Assert.Equal("ok", (string?)kernel.Ask("interrupt_request", [], onControl: true).Reply["status"]);
        Assert.Equal("KeyboardInterrupt", (string?)kernel.ReadShell()["ename"]);
        Assert.Equal("7", (string?)kernel.Execute("kept").Published.Last().Content["data"]!["text/plain"]);
    }

    [Theory]
    [InlineData("var x = 1;", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("var = ;", "invalid")]
    [InlineData("#!markdown\n# open {", "complete")]
    public void IsComplete_OfCode_IsTold(string code, string expected) =>
        Assert.Equal(expected, (string?)kernel.Ask("is_complete_request", new JsonObject { ["code"] = code }).Reply["status"]);

    [Theory]
    [InlineData("\"é😀\".Len|", "Length", "property")]
    [InlineData("Console.WriteL|", "WriteLine", "function")]
    [InlineData("System.Coll|", "Collections", "module")]
    [InlineData("var li = new List<int>(); li.Cou|", "Count", "property")]
    [InlineData("Enumerable.Range(0, 3).Sel|", "Select", "function")]
    [InlineData("wh|", "while", "keyword")]
    [InlineData("#!mer|", "#!mermaid", "magic")]
    [InlineData("displ|", "display", "function")]
    public void Complete_AtTheCursor_FindsNameAndKind(string marked, string expected, string kind)
    {
        var cursor = marked.EnumerateRunes().TakeWhile(rune => rune.Value != '|').Count();
        var (reply, _) = kernel.Ask("complete_request", new JsonObject { ["code"] = marked.Replace("|", ""), ["cursor_pos"] = cursor });
        Assert.Contains(expected, reply["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Contains(reply["metadata"]!["_jupyter_types_experimental"]!.AsArray(), item => (string?)item!["text"] == expected && (string?)item["type"] == kind);
        Assert.Equal(cursor, (int)reply["cursor_end"]!);
    }

    [Theory]
    [InlineData("var s = \"Cons|\";")]
    [InlineData("// Cons|")]
    [InlineData("#!markdown\nCons|")]
    public void Complete_WithinTextOrProse_FindsNothing(string marked)
    {
        var (reply, _) = kernel.Ask("complete_request", new JsonObject { ["code"] = marked.Replace("|", ""), ["cursor_pos"] = marked.IndexOf('|') });
        Assert.Empty(reply["matches"]!.AsArray());
    }

    [Fact]
    public void Complete_OfWhatCellsDeclared_FindsIt()
    {
        kernel.Execute("int LatelyDeclared(int a) => a;");
        var (reply, _) = kernel.Ask("complete_request", new JsonObject { ["code"] = "Lately", ["cursor_pos"] = 6 });
        Assert.Equal("LatelyDeclared(int a)", ((string?)reply["metadata"]!["_jupyter_types_experimental"]![0]!["signature"])!.Replace("int LatelyDeclared", "LatelyDeclared"));
    }

    [Fact]
    public void Inspect_OfAMethod_ShowsSignatureAndDocumentation()
    {
        var text = (string?)kernel.Ask("inspect_request", new JsonObject { ["code"] = "Math.Max(1, 2)", ["cursor_pos"] = 6 }).Reply["data"]!["text/plain"];
        Assert.Contains("Math.Max(", text, StringComparison.Ordinal);
        Assert.Contains("overload", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_OfNothing_IsNotFound() => Assert.False((bool?)kernel.Ask("inspect_request", new JsonObject { ["code"] = "  ", ["cursor_pos"] = 1 }).Reply["found"]);

    [Fact]
    public void History_Tail_HoldsWhatRan()
    {
        kernel.Execute("// remembered");
        var (reply, _) = kernel.Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1, ["output"] = false, ["raw"] = true });
        Assert.Equal("// remembered", (string?)reply["history"]![0]![2]);
    }

    [Fact]
    public void CommInfo_IsAnswered() => Assert.Equal("ok", (string?)kernel.Ask("comm_info_request", []).Reply["status"]);

    [Fact]
    public void Heartbeat_IsEchoed()
    {
        using var heart = new WireClient(kernel.Ports[4], "REQ");
        heart.Send([], "ping"u8.ToArray());
        Assert.Equal("ping"u8.ToArray(), heart.Read()[1]);
    }

    [Fact]
    public void Message_WithAWrongSignature_IsRejectedAndTheKernelLives()
    {
        using var stranger = new WireClient(kernel.Ports[0], "DEALER");
        stranger.Send(FrontEnd.Frames("execute_request", new JsonObject { ["code"] = "var stolen = 1;" }, signature: new string('0', 64)));
        stranger.Send(FrontEnd.Frames("execute_request", new JsonObject { ["code"] = "var stolen = 1;" }, signature: ""));
        Assert.Equal("error", (string?)kernel.Execute("stolen").Reply["status"]);
    }

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "no greeting", "GET / HTTP/1.1\r\n\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"u8.ToArray() },
        { "a huge frame", [2, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "a negative length", [2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "unknown flags", [0xF0, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public void Socket_OfEachKind_ClosesAPeerThatBreaksTheProtocol(string what, byte[] bytes)
    {
        foreach (var port in kernel.Ports)
        {
            using var peer = new WireClient(port, "DEALER", handshake: what != "no greeting");
            peer.SendRaw(bytes);
            Assert.True(peer.IsClosed(), what);
        }
        Assert.Equal("ok", (string?)kernel.Execute("1").Reply["status"]);
    }

    [Fact]
    public void Message_WithPartsThatAreNoJson_IsRejectedAndTheKernelLives()
    {
        using var peer = new WireClient(kernel.Ports[3], "DEALER");
        peer.Send("<IDS|MSG>"u8.ToArray(), "x"u8.ToArray());
        peer.Send(Array.Empty<byte>());
        peer.Send([.. FrontEnd.Frames("kernel_info_request", new JsonObject()).Take(5), "{"u8.ToArray()]);
        Assert.Equal("ok", (string?)kernel.Execute("1").Reply["status"]);
    }
}
