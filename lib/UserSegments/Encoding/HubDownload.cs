using System.Net;
using System.Net.Http.Headers;

namespace UserSegments.Encoding;

/// <summary>Fetches one file to its place: what is there of an earlier attempt is continued, and only a whole and unaltered file gets its name.</summary>
internal static class HubDownload
{
    private const int Attempts = 5;

    /// <summary>Afterwards the file is at its path, or an error says why not and the path is as it was.</summary>
    /// <exception cref="IOException">The connection broke again and again; what came is kept beside the path for the next attempt.</exception>
    /// <exception cref="InvalidDataException">What was fetched from its first byte on is not what was announced; nothing is kept.</exception>
    public static void Fetch(HttpClient client, Uri address, HubFile file, string path)
    {
        if (file.Is(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = path + ".part";
        for (var attempt = 1; ; attempt++)
        {
            var resumed = false;
            try
            {
                resumed = Append(client, address, file, part);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
            {
                // A refusal will not change; a connection that broke may be better next time.
                if (attempt < Attempts && error is not HttpRequestException { StatusCode: not null }) continue;
                throw new IOException($"{address} cannot be fetched ({error.Message.TrimEnd('.')}); what came of it is kept, and the same command continues there.", error);
            }
            if (file.Is(part))
            {
                File.Move(part, path, overwrite: true);
                return;
            }
            File.Delete(part);
            // A beginning from another day may be what is wrong: once more from the first byte.
            if (!resumed) throw new InvalidDataException($"{address}: the content is not that of the announced {(file.Sha256 is null ? "git hash" : "SHA-256")} {file.Sha256 ?? file.GitHash}; it was not kept.");
        }
    }

    /// <summary>Writes the missing bytes; true if there were some before.</summary>
    private static bool Append(HttpClient client, Uri address, HubFile file, string part)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have >= file.Bytes && have > 0) return true;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0) request.Headers.Range = new RangeHeaderValue(have, null);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        // A server may ignore the wish and send everything.
        var continued = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        using var source = response.Content.ReadAsStream();
        using var target = new FileStream(part, continued ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        var buffer = new byte[1 << 17];
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            target.Write(buffer, 0, count);
            if (target.Position > file.Bytes) break; // longer than announced: the check will say so
        }
        if (target.Position < file.Bytes) throw new IOException($"the connection ended after {target.Position} of {file.Bytes} bytes");
        return continued;
    }
}
