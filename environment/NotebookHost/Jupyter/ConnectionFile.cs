using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookHost.Jupyter;

/// <summary>What Jupyter tells a kernel: where to listen, and the key that messages are signed with.</summary>
internal sealed record ConnectionFile
{
    public required IPAddress Address { get; init; }

    public required int Shell { get; init; }

    public required int IOPub { get; init; }

    public required int Stdin { get; init; }

    public required int Control { get; init; }

    public required int Heartbeat { get; init; }

    public required string Key { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is not a connection file this kernel can follow; the message names the file.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))?.AsObject() ?? throw new InvalidDataException($"{path}: expected a JSON object.");
            var transport = (string?)json["transport"] ?? "tcp";
            if (transport != "tcp") throw new InvalidDataException($"{path}: transport: expected tcp, got {transport}.");
            var scheme = (string?)json["signature_scheme"] ?? "hmac-sha256";
            if (scheme != "hmac-sha256") throw new InvalidDataException($"{path}: signature_scheme: expected hmac-sha256, got {scheme}.");
            var ip = (string?)json["ip"] ?? "127.0.0.1";
            return new ConnectionFile
            {
                Address = ip is "*" or "0.0.0.0" ? IPAddress.Any : ip == "localhost" ? IPAddress.Loopback : IPAddress.Parse(ip),
                Shell = Port("shell_port"),
                IOPub = Port("iopub_port"),
                Stdin = Port("stdin_port"),
                Control = Port("control_port"),
                Heartbeat = Port("hb_port"),
                Key = (string?)json["key"] ?? "",
            };

            int Port(string name) => (int?)json[name] is { } port and >= 0 and <= 65535 ? port : throw new InvalidDataException($"{path}: {name}: expected a port.");
        }
        catch (Exception e) when (e is JsonException or IOException or FormatException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: cannot be read as a connection file: {e.Message}", e);
        }
    }
}
