using System.Text.Json.Nodes;
using NotebookHost.Engine;

namespace NotebookHost.Jupyter;

/// <summary>Answers what a front end asks on the shell channel.</summary>
/// <param name="kernel">The sockets.</param>
/// <param name="engine">The engine.</param>
internal sealed class ShellRequests(JupyterKernel kernel, NotebookEngine engine)
{
    private readonly History history = new();
    private readonly EditingHelp help = new(engine);
    private readonly List<(ZmtpConnection Peer, JupyterMessage Message)> aborted = [];
    private int count;

    /// <summary>Handles a request between its busy and idle.</summary>
    public void Handle(ZmtpConnection peer, JupyterMessage request)
    {
        var content = request.Content;
        switch (request.Type)
        {
            case "execute_request": Execute(peer, request); break;
            case "kernel_info_request":
                CSharp.WarmUp.Wait();
                Reply(KernelInfo());
                break;
            case "complete_request": Reply(help.Complete(Text("code"), Cursor())); break;
            case "inspect_request": Reply(help.Inspect(Text("code"), Cursor())); break;
            case "is_complete_request": Reply(help.IsComplete(Text("code"))); break;
            case "history_request": Reply(new JsonObject { ["status"] = "ok", ["history"] = history.Find(content) }); break;
            case "comm_info_request": Reply(new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() }); break;
            case "comm_open": kernel.Publish("comm_close", new JsonObject { ["comm_id"] = JupyterMessage.Text(content, "comm_id") ?? "", ["data"] = new JsonObject() }, request.Header); break;
            case "shutdown_request": kernel.Shutdown(peer, request); break;
            // Others need no answer; a front end that asks for what is unknown goes on without.
        }

        void Reply(JsonObject answer) => kernel.Reply(peer, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), answer, request);

        string Text(string name) => JupyterMessage.Text(content, name) ?? "";

        int Cursor() => JupyterMessage.Number(content, "cursor_pos") ?? 0;
    }

    /// <summary>The execute requests that waited behind a failed one and are to be answered without being run.</summary>
    public List<(ZmtpConnection Peer, JupyterMessage Message)> TakeAborted()
    {
        var taken = aborted.ToList();
        aborted.Clear();
        return taken;
    }

    private void Execute(ZmtpConnection peer, JupyterMessage request)
    {
        var content = request.Content;
        var code = JupyterMessage.Text(content, "code") ?? "";
        var silent = JupyterMessage.Flag(content, "silent") == true;
        var store = !silent && JupyterMessage.Flag(content, "store_history") != false;
        if (store) count++;
        var number = Math.Max(count, 1);
        if (!silent) kernel.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number }, request.Header);
        var sink = new JupyterSink(kernel, request.Header, number, silent, (prompt, password) => kernel.Ask(peer, request, prompt, password, engine.RunningToken));
        var language = request.Content["metadata"] is JsonObject metadata ? JupyterMessage.Text(metadata, "kernelName") : null;
        var asked = Question(code);
        var error = asked is null ? engine.Execute(code, language, number, sink, since: request.Interrupts) : null;
        if (store) history.Add(number, code, sink.ResultText);
        if (error is null)
        {
            kernel.Reply(peer, "execute_reply", new JsonObject
            {
                ["status"] = "ok",
                ["execution_count"] = number,
                ["user_expressions"] = UserExpressions(content["user_expressions"] as JsonObject, number, request.Interrupts),
                ["payload"] = asked is null ? [] : new JsonArray(Page(asked)),
            }, request);
            return;
        }
        var report = Describe(error);
        if (!silent) kernel.Publish("error", report, request.Header);
        var reply = (JsonObject)report.DeepClone();
        (reply["status"], reply["execution_count"], reply["payload"], reply["user_expressions"]) = ("error", number, new JsonArray(), new JsonObject());
        // Requests that wait behind the failed one must not run; they are taken before the front end can send more.
        if (JupyterMessage.Flag(content, "stop_on_error") != false) aborted.AddRange(kernel.TakeWaitingExecutions());
        kernel.Reply(peer, "execute_reply", reply, request);
    }

    /// <summary>What <c>?Name</c> or <c>Name?</c> asks about, or null.</summary>
    private static string? Question(string code)
    {
        var text = code.Trim();
        var name = text.StartsWith('?') ? text[1..] : text.EndsWith('?') ? text[..^1] : "";
        return name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') ? name : null;
    }

    private JsonObject Page(string name)
    {
        var found = help.Inspect(name, name.Length);
        var data = (bool)found["found"]! ? found["data"]!.DeepClone() : new JsonObject { ["text/plain"] = $"There is no {name} here." };
        return new JsonObject { ["source"] = "page", ["data"] = data, ["start"] = 0 };
    }

    private JsonObject UserExpressions(JsonObject? expressions, int number, long since)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions ?? [])
        {
            var sink = new CapturingSink();
            var error = engine.Execute(expression?.ToString() ?? "", null, number, sink, since: since);
            if (error is null) values[name] = new JsonObject { ["status"] = "ok", ["data"] = sink.Value?.ToJson(asLines: false) ?? [], ["metadata"] = new JsonObject() };
            else
            {
                values[name] = Describe(error);
                values[name]!["status"] = "error";
            }
        }
        return values;
    }

    private static JsonObject Describe(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Trace.Select(line => JsonValue.Create(line))]),
    };

    private static JsonObject KernelInfo()
    {
        var version = typeof(ShellRequests).Assembly.GetName().Version!.ToString(3);
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = JupyterKernel.ProtocolVersion,
            ["implementation"] = "NotebookHost",
            ["implementation_version"] = version,
            ["banner"] = $"NotebookHost {version}: C# 14 on .NET {Environment.Version}",
            ["debugger"] = false,
            ["help_links"] = new JsonArray(),
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = "14.0",
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".cs",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
            },
        };
    }
}
