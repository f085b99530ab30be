using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookHost.Jupyter;

/// <summary>A message of Jupyter's protocol.</summary>
/// <param name="Header">Type, id, session.</param>
/// <param name="Parent">The header of the message it answers, or an empty object.</param>
/// <param name="Content">What it says.</param>
internal sealed record JupyterMessage(JsonObject Header, JsonObject Parent, JsonObject Content)
{
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>How often the kernel had been interrupted when the message came.</summary>
    public long Interrupts { get; init; }

    /// <summary>The message's type.</summary>
    public string Type => Text(Header, "msg_type") ?? "";

    /// <summary>A new message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="content">What it says.</param>
    /// <param name="parent">The header of what it answers.</param>
    /// <param name="session">The kernel's session.</param>
    public static JupyterMessage Create(string type, JsonObject content, JsonObject parent, string session) => new(new JsonObject
    {
        ["msg_id"] = Guid.NewGuid().ToString("N"),
        ["msg_type"] = type,
        ["session"] = session,
        ["username"] = "kernel",
        ["date"] = DateTime.UtcNow.ToString("O"),
        ["version"] = JupyterKernel.ProtocolVersion,
    }, (JsonObject)parent.DeepClone(), content);

    /// <summary>Reads a message.</summary>
    /// <param name="frames">The frames of the wire.</param>
    /// <param name="key">The key; empty for unsigned messages.</param>
    /// <exception cref="InvalidDataException">It is malformed or its signature is wrong.</exception>
    public static JupyterMessage Read(List<byte[]> frames, byte[] key)
    {
        var at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (at < 0 || frames.Count < at + 6) throw new InvalidDataException("a message without delimiter or with too few frames");
        if (key.Length > 0 && !IsSigned(frames, at, key)) throw new InvalidDataException("a message with a wrong signature");
        return new JupyterMessage(Parse(frames[at + 2]), Parse(frames[at + 3]), Parse(frames[at + 5]));
    }

    /// <summary>The frames of the wire, signed.</summary>
    public List<byte[]> Write(byte[] key)
    {
        List<byte[]> parts = [Bytes(Header), Bytes(Parent), "{}"u8.ToArray(), Bytes(Content)];
        return [Delimiter, Encoding.ASCII.GetBytes(key.Length == 0 ? "" : Convert.ToHexStringLower(Sign(parts, key))), .. parts];
    }

    /// <summary>A text in what a peer sent; null where there is none or something else.</summary>
    public static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>True or false in what a peer sent; null where there is none or something else.</summary>
    public static bool? Flag(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>A whole number in what a peer sent; null where there is none or something else.</summary>
    public static int? Number(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static bool IsSigned(List<byte[]> frames, int at, byte[] key)
    {
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sign(frames[(at + 2)..(at + 6)], key)));
        return CryptographicOperations.FixedTimeEquals(expected, frames[at + 1]);
    }

    private static byte[] Sign(List<byte[]> parts, byte[] key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts) hash.AppendData(part);
        return hash.GetHashAndReset();
    }

    private static JsonObject Parse(byte[] utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, documentOptions: Strict) as JsonObject ?? throw new InvalidDataException("a message whose part is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a message whose part is not JSON", e);
        }
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
