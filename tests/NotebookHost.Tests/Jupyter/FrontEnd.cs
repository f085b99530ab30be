using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NotebookHost.Tests.Jupyter;

/// <summary>A front end that talks to a kernel over TCP, as Jupyter does: signed requests, replies, what is published.</summary>
public class FrontEnd : IDisposable
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("secret");
    private readonly WireClient shell, control, iopub, stdin;

    /// <summary>Connects; a kernel that is not there yet is waited for.</summary>
    /// <param name="ports">Of shell, iopub, stdin, control and heartbeat, on this machine.</param>
    public FrontEnd(IReadOnlyList<int> ports)
    {
        (Ports, shell, control, stdin) = (ports, new(ports[0], "DEALER", "front"), new(ports[3], "DEALER", "front"), new(ports[2], "DEALER", "front"));
        iopub = new WireClient(ports[1], "SUB");
        iopub.Send([1]);
    }

    /// <summary>Of shell, iopub, stdin, control and heartbeat.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Sends a request and gathers what is published until the kernel is idle again.</summary>
    internal (JsonObject Reply, List<(string Type, JsonObject Content)> Published) Ask(string type, JsonObject content, bool onControl = false, string? answer = null)
    {
        var channel = onControl ? control : shell;
        var id = Send(channel, type, content);
        if (answer is not null)
        {
            var asked = Open(stdin.Read());
            if (asked.Type != "input_request") throw new InvalidDataException($"expected input_request, got {asked.Type}");
            Send(stdin, "input_reply", new JsonObject { ["value"] = answer });
        }
        var reply = Open(channel.Read());
        if (id != (string?)reply.Parent["msg_id"]) throw new InvalidDataException($"the reply to {type} names another request");
        return (reply.Content, PublishedUntilIdle(id));
    }

    internal (JsonObject Reply, List<(string Type, JsonObject Content)> Published) Execute(string code, string? answer = null) =>
        Ask("execute_request", new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["allow_stdin"] = answer is not null, ["stop_on_error"] = true }, answer: answer);

    /// <summary>Sends without waiting.</summary>
    internal string SendShell(string type, JsonObject content) => Send(shell, type, content);

    /// <summary>Sends without waiting.</summary>
    internal string SendControl(string type, JsonObject content) => Send(control, type, content);

    internal JsonObject ReadShell() => Open(shell.Read()).Content;

    internal JsonObject ReadControl() => Open(control.Read()).Content;

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

    /// <summary>The frames of a signed request.</summary>
    internal static List<byte[]> Frames(string type, JsonNode content, string? signature = null)
    {
        var header = new JsonObject { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s", ["username"] = "t", ["date"] = "", ["version"] = "5.3" };
        return Signed([header.ToJsonString(), "{}", "{}", content.ToJsonString()], signature);
    }

    /// <summary>Any four parts, signed.</summary>
    internal static List<byte[]> Signed(string[] texts, string? signature = null)
    {
        List<byte[]> parts = [.. texts.Select(Encoding.UTF8.GetBytes)];
        signature ??= Convert.ToHexStringLower(HMACSHA256.HashData(Key, parts.SelectMany(part => part).ToArray()));
        return [Encoding.ASCII.GetBytes("<IDS|MSG>"), Encoding.ASCII.GetBytes(signature), .. parts];
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var client in (WireClient[])[shell, control, iopub, stdin]) client.Dispose();
    }

    internal static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static string Send(WireClient channel, string type, JsonObject content)
    {
        var frames = Frames(type, content);
        channel.Send(frames);
        return (string)JsonNode.Parse(frames[2])!["msg_id"]!;
    }

    private static (string Type, JsonObject Parent, JsonObject Content) Open(List<byte[]> frames)
    {
        var at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        if (Convert.ToHexStringLower(HMACSHA256.HashData(Key, frames[(at + 2)..(at + 6)].SelectMany(part => part).ToArray())) != Encoding.ASCII.GetString(frames[at + 1]))
        {
            throw new InvalidDataException("the kernel's signature is wrong");
        }
        return ((string)JsonNode.Parse(frames[at + 2])!["msg_type"]!, JsonNode.Parse(frames[at + 3])!.AsObject(), JsonNode.Parse(frames[at + 5])!.AsObject());
    }
}
