using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Engine;
using NotebookHost.Jupyter;

namespace NotebookHost.Tests.Jupyter;

/// <summary>A kernel in this process and a front end that talks to it over TCP.</summary>
public sealed class KernelFixture : IDisposable
{
    private readonly byte[] key = Encoding.ASCII.GetBytes("secret");
    private readonly WireClient shell, control, iopub, stdin;
    private readonly Thread thread;

    public KernelFixture()
    {
        var ports = FreePorts(5);
        Connection = new ConnectionFile { Address = IPAddress.Loopback, Shell = ports[0], IOPub = ports[1], Stdin = ports[2], Control = ports[3], Heartbeat = ports[4], Key = "secret" };
        Kernel = new JupyterKernel(Connection, new NotebookEngine(AppContext.BaseDirectory));
        thread = new Thread(Kernel.Run) { IsBackground = true };
        thread.Start();
        (shell, control, stdin) = (new(ports[0], "DEALER", "front"), new(ports[3], "DEALER", "front"), new(ports[2], "DEALER", "front"));
        iopub = new WireClient(ports[1], "SUB");
        iopub.Send([1]);
        Thread.Sleep(100);
    }

    internal ConnectionFile Connection { get; }

    internal JupyterKernel Kernel { get; }

    /// <summary>Sends a request and gathers what is published until the kernel is idle again.</summary>
    internal (JsonObject Reply, List<(string Type, JsonObject Content)> Published) Ask(string type, JsonObject content, bool onControl = false, string? answer = null)
    {
        var channel = onControl ? control : shell;
        var id = Send(channel, type, content);
        if (answer is not null)
        {
            var asked = Open(stdin.Read());
            Assert.Equal("input_request", asked.Type);
            Send(stdin, "input_reply", new JsonObject { ["value"] = answer });
        }
        var reply = Open(channel.Read());
        Assert.Equal(id, (string?)reply.Parent["msg_id"]);
        return (reply.Content, PublishedUntilIdle(id));
    }

    internal (JsonObject Reply, List<(string Type, JsonObject Content)> Published) Execute(string code, string? answer = null) =>
        Ask("execute_request", new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["allow_stdin"] = answer is not null, ["stop_on_error"] = true }, answer: answer);

    /// <summary>Sends without waiting.</summary>
    internal string SendShell(string type, JsonObject content) => Send(shell, type, content);

    internal JsonObject ReadShell() => Open(shell.Read()).Content;

    internal List<(string Type, JsonObject Content)> PublishedUntilIdle(string id)
    {
        var published = new List<(string, JsonObject)>();
        while (true)
        {
            var message = Open(iopub.Read());
            if ((string?)message.Parent["msg_id"] != id) continue;
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle") return published;
            if (message.Type != "status") published.Add((message.Type, message.Content));
        }
    }

    /// <summary>Waits until a request has published a message of a type.</summary>
    internal void ReadUntil(string id, string type)
    {
        while (true)
        {
            var message = Open(iopub.Read());
            if ((string?)message.Parent["msg_id"] == id && message.Type == type) return;
        }
    }

    internal List<byte[]> Frames(string type, JsonObject content, string? signature = null)
    {
        var header = new JsonObject { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s", ["username"] = "t", ["date"] = "", ["version"] = "5.3" };
        List<byte[]> parts = [.. new[] { header.ToJsonString(), "{}", "{}", content.ToJsonString() }.Select(Encoding.UTF8.GetBytes)];
        signature ??= Convert.ToHexStringLower(HMACSHA256.HashData(key, parts.SelectMany(part => part).ToArray()));
        return [Encoding.ASCII.GetBytes("<IDS|MSG>"), Encoding.ASCII.GetBytes(signature), .. parts];
    }

    public void Dispose()
    {
        Kernel.Stop();
        thread.Join(5000);
        foreach (var client in (WireClient[])[shell, control, iopub, stdin]) client.Dispose();
        Kernel.Dispose();
    }

    internal static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private string Send(WireClient channel, string type, JsonObject content)
    {
        var frames = Frames(type, content);
        channel.Send(frames);
        return (string)JsonNode.Parse(frames[2])!["msg_id"]!;
    }

    private (string Type, JsonObject Parent, JsonObject Content) Open(List<byte[]> frames)
    {
        var at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(key, frames[(at + 2)..(at + 6)].SelectMany(part => part).ToArray())), Encoding.ASCII.GetString(frames[at + 1]));
        return ((string)JsonNode.Parse(frames[at + 2])!["msg_type"]!, JsonNode.Parse(frames[at + 3])!.AsObject(), JsonNode.Parse(frames[at + 5])!.AsObject());
    }
}
