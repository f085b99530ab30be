using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Tests.Jupyter;

namespace NotebookHost.Tests.Fuzzing;

/// <summary>Random and mutated messages to every socket of a kernel, which must live on and answer in time.</summary>
/// <param name="front">A front end of the kernel, to ask whether it lives.</param>
/// <param name="seed">The same seed, the same messages.</param>
internal sealed class WireFuzz(FrontEnd front, int seed)
{
    private static readonly string[] Types =
    [
        "execute_request", "kernel_info_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_info_request",
        "comm_open", "comm_msg", "input_reply", "interrupt_request", "debug_request", "", "\u0000", "execute_reply",
    ];

    private static readonly string[] Keys =
    [
        "code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error", "cursor_pos", "detail_level", "hist_access_type", "n", "start", "stop",
        "session", "pattern", "unique", "output", "comm_id", "data", "metadata", "value", "restart", "kernelName",
    ];

    private static readonly string[] Texts =
    [
        "1", "var = ;", "throw new Exception(\"x\");", "#!nothing", "#!set --name", "\ud83d\ude00 \"", "tail", "range", "search", "*?*", "\u0000\u001b[31m", "((((((((((", "Console.Write(1);",
    ];

    private static readonly string[] Kinds =
    [
        "no ZMTP", "mutated greeting", "random bytes after the handshake", "huge or negative lengths", "random frames", "wrong signature",
        "signed, no JSON", "signed, wrong types", "signed, any JSON", "flipped bits", "cut off", "huge", "subscriptions",
    ];

    private readonly Random random = new(seed);

    /// <summary>Sends messages to each socket.</summary>
    /// <param name="count">How many to each.</param>
    /// <returns>By kind, how many were sent.</returns>
    /// <exception cref="InvalidDataException">The kernel no longer answers as it must.</exception>
    public SortedDictionary<string, int> Run(int count)
    {
        var sent = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var port in front.Ports)
        {
            for (var i = 0; i < count; i++)
            {
                var kind = random.Next(Kinds.Length);
                try
                {
                    Send(port, kind);
                }
                catch (IOException e) when (e.InnerException is SocketException || e is EndOfStreamException)
                {
                    // The kernel closed a peer that broke the protocol, as it should.
                }
                sent[Kinds[kind]] = sent.GetValueOrDefault(Kinds[kind]) + 1;
                if (i % 500 == 499) Check($"{Kinds[kind]}, message {i + 1} of seed {seed}");
            }
            Check($"the last message of seed {seed}");
        }
        if ((string?)front.Execute("stolen").Reply["ename"] != "CompilationError") throw new InvalidDataException("a message with a wrong signature was carried out");
        return sent;
    }

    private void Check(string after)
    {
        var (reply, _) = front.Ask("kernel_info_request", []);
        var (onControl, _) = front.Ask("kernel_info_request", [], onControl: true);
        if ((string?)reply["status"] != "ok" || (string?)onControl["status"] != "ok") throw new InvalidDataException($"no kernel_info after {after}");
        using (var heart = new WireClient(front.Ports[4], "REQ"))
        {
            heart.Send([], "ping"u8.ToArray());
            if (!heart.Read()[1].AsSpan().SequenceEqual("ping"u8)) throw new InvalidDataException($"no heartbeat after {after}");
        }
        // An interrupt of the fuzzer's may end this cell too; it must be answered all the same.
        var status = (string?)front.Execute("40 + 2").Reply["status"];
        if (status is not ("ok" or "error" or "aborted")) throw new InvalidDataException($"no answer to a cell after {after}");
    }

    private void Send(int port, int kind)
    {
        using var peer = new WireClient(port, port == front.Ports[1] ? "SUB" : "DEALER", Text(4), handshake: kind > 1);
        switch (kind)
        {
            case 0: peer.SendRaw(Bytes(random.Next(200))); break;
            case 1: peer.SendRaw(Flipped([0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[48], 4, 26, .. "\u0005READY\u000bSocket-Type\u0000\u0000\u0000\u0003SUB"u8])); break;
            case 2: peer.SendRaw(Bytes(random.Next(400))); break;
            case 3: peer.SendRaw([(byte)(2 | random.Next(2)), .. BitConverter.GetBytes(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(40)), .. Bytes(20)]); break;
            case 4: peer.Send([.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => Bytes(random.Next(300)))]); break;
            case 5: peer.Send(FrontEnd.Frames(random.Next(2) == 0 ? "execute_request" : Type(), new JsonObject { ["code"] = "var stolen = 1;" }, signature: random.Next(2) == 0 ? Text(64) : new string('a', 64))); break;
            case 6: peer.Send(FrontEnd.Signed([Text(30), Text(10), "{}", new string('[', random.Next(2000))])); break;
            case 7: peer.Send(FrontEnd.Frames(Type(), Content())); break;
            case 8: peer.Send(FrontEnd.Signed([Json(0).ToJsonString(), Json(0).ToJsonString(), Json(1).ToJsonString(), Json(0).ToJsonString()])); break;
            case 9: peer.Send([.. FrontEnd.Frames(Type(), Content()).Select(frame => random.Next(3) == 0 ? Flipped(frame) : frame)]); break;
            case 10: peer.SendRaw([1, 9, .. "<IDS|MSG>"u8, 1, 64, .. Bytes(random.Next(64))]); break;
            case 11: Huge(peer); break;
            case 12: for (var i = random.Next(20); i >= 0; i--) peer.Send([[(byte)random.Next(3), .. Bytes(random.Next(random.Next(8) == 0 ? 70_000 : 20))]]); break;
        }
    }

    /// <summary>More text, more depth, more frames or more bytes than anybody sends.</summary>
    private void Huge(WireClient peer)
    {
        var size = random.Next(1 << 20);
        switch (random.Next(4))
        {
            case 0: peer.Send(FrontEnd.Frames(Type(), new JsonObject { ["data"] = new string('x', size) })); break;
            case 1: peer.Send(FrontEnd.Signed(["{}", "{}", "{}", new string('[', size) + new string(']', size)])); break;
            case 2: peer.Send([.. Enumerable.Repeat(Array.Empty<byte>(), random.Next(3000))]); break;
            case 3: peer.SendRaw([3, 0, 0, 0, 0, 3, 0xFF, 0, 0, .. Bytes(size)]); break;
        }
    }

    private string Type() => Types[random.Next(Types.Length)];

    private JsonObject Content()
    {
        var content = new JsonObject();
        for (var i = random.Next(8); i > 0; i--) content[Keys[random.Next(Keys.Length)]] = Json(1);
        return content;
    }

    private JsonNode Json(int depth) => random.Next(depth > 4 ? 5 : 8) switch
    {
        0 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
        1 => JsonValue.Create(random.Next(-2, 100)),
        2 => JsonValue.Create(random.NextDouble() * 1e300),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 => JsonValue.Create(long.MaxValue - random.Next(9)),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Json(depth + 1))]),
        6 => Content(depth),
        _ => JsonValue.Create(Text(12)),
    };

    private JsonObject Content(int depth)
    {
        var content = new JsonObject();
        for (var i = random.Next(4); i > 0; i--) content[Keys[random.Next(Keys.Length)]] = random.Next(5) == 0 ? null : Json(depth + 1);
        return content;
    }

    private string Text(int most) => Encoding.Latin1.GetString([.. Bytes(random.Next(most)).Select(b => (byte)(b & 0x7F))]);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Flipped(byte[] bytes)
    {
        var copy = bytes.ToArray();
        for (var i = 1 + random.Next(3); i > 0 && copy.Length > 0; i--) copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }
}
