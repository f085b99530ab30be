using System.Text.Json;
using System.Text.RegularExpressions;
using UserSegments.Data;

namespace UserSegments.Encoding;

/// <summary>Fetches model folders from a hub that speaks as Hugging Face's does, once, and keeps them.</summary>
/// <remarks>
/// Only what the encoders read is fetched: settings, tokenizer, safetensors (PyTorch's .bin where there are none). Every file is checked against the hash that
/// the hub lists (SHA-256, git's hash for small ones). A broken download is continued by the next call; files get their names when they are whole,
/// the folder when all of them are there. Two processes do not disturb each other.
/// </remarks>
public sealed partial class ModelHub
{
    private static readonly Lazy<HttpClient> Shared = new(() => new HttpClient { Timeout = TimeSpan.FromMinutes(5) });

    private readonly Uri hub;
    private readonly HttpClient client;

    /// <summary>Names the places.</summary>
    /// <param name="folder">Where models are kept; null for <c>models</c> in this library's cache (see <see cref="DatasetCache"/>).</param>
    /// <param name="hub">The hub; null for what the environment variable <c>HF_ENDPOINT</c> says, else https://huggingface.co.</param>
    /// <param name="client">Fetches; null for one with a time limit of five minutes before the first byte.</param>
    public ModelHub(string? folder = null, Uri? hub = null, HttpClient? client = null)
    {
        Folder = folder ?? Path.Combine(DatasetCache.UsualFolder(), "models");
        this.hub = hub ?? new Uri((Environment.GetEnvironmentVariable("HF_ENDPOINT") is { Length: > 0 } own ? own : "https://huggingface.co").TrimEnd('/') + "/");
        this.client = client ?? Shared.Value;
    }

    /// <summary>Where models are kept.</summary>
    public string Folder { get; }

    /// <summary>Fetches a model, or finds it whole where an earlier call put it.</summary>
    /// <param name="name">As the hub calls it: <c>sentence-transformers/all-MiniLM-L6-v2</c>.</param>
    /// <param name="revision">A branch, a tag or a commit; with all 40 digits of a commit that is here already no network is needed.</param>
    /// <param name="report">Told a line a file; may be null.</param>
    /// <returns>The folder, for <see cref="TextEncoder.Load"/>.</returns>
    /// <exception cref="ArgumentException">The name or the revision cannot be one.</exception>
    /// <exception cref="IOException">The hub cannot be reached or refuses.</exception>
    /// <exception cref="InvalidDataException">What came is not what the hub lists, or there is no model that can be read here.</exception>
    public string Fetch(string name, string revision = "main", Action<string>? report = null)
    {
        if (name is null || !Name().IsMatch(name)) throw new ArgumentException($"name is '{name}', expected one as on the hub: owner/model.", nameof(name));
        if (revision is null || !Revision().IsMatch(revision)) throw new ArgumentException($"revision is '{revision}', expected a branch, a tag or a commit.", nameof(revision));
        var home = Path.Combine(Folder, name.Replace("/", "--", StringComparison.Ordinal));
        if (Commit().IsMatch(revision) && Directory.Exists(Path.Combine(home, revision))) return Path.Combine(home, revision);
        var commit = Ask($"api/models/{name}/revision/{revision}", root => root.GetProperty("sha").GetString()) ?? string.Empty;
        if (!Commit().IsMatch(commit)) throw new InvalidDataException($"{hub}: the commit of {name} is '{commit}', expected 40 hexadecimal digits.");
        var place = Path.Combine(home, commit);
        if (Directory.Exists(place)) return place;
        var files = HubFile.Choose(Ask($"api/models/{name}/tree/{commit}?recursive=true", ReadTree)!);
        if (!files.Any(file => file.Path == "config.json") || !files.Any(file => Path.GetExtension(file.Path) is ".safetensors" or ".bin"))
            throw new InvalidDataException($"{hub}: {name} has no config.json with model.safetensors or pytorch_model.bin; its files: {string.Join(", ", files.Select(file => file.Path))}.");
        Directory.CreateDirectory(home);
        using var alone = FileGate.Enter(place + ".lock");
        if (Directory.Exists(place)) return place;
        foreach (var file in files)
        {
            report?.Invoke(FormattableString.Invariant($"{file.Path}, {file.Bytes / 1e6:0.0} MB"));
            HubDownload.Fetch(client, new Uri(hub, $"{name}/resolve/{commit}/{file.Path}"), file, Path.Combine(place + ".part", file.Path));
        }
        Directory.Move(place + ".part", place);
        return place;
    }

    private static List<HubFile> ReadTree(JsonElement root) => root.EnumerateArray().Where(entry => entry.GetProperty("type").GetString() == "file").Select(entry =>
    {
        var large = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        return new HubFile(
            entry.GetProperty("path").GetString()!, entry.GetProperty("size").GetInt64(), large ? lfs.GetProperty("oid").GetString()!.Replace("sha256:", string.Empty, StringComparison.Ordinal) : null,
            entry.GetProperty("oid").GetString());
    }).ToList();

    /// <summary>One question to the hub, answered in JSON.</summary>
    private T Ask<T>(string question, Func<JsonElement, T> read)
    {
        var address = new Uri(hub, question);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = client.Send(request);
            response.EnsureSuccessStatusCode();
            using var stream = response.Content.ReadAsStream();
            using var document = JsonDocument.Parse(stream);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            throw new IOException(
                $"{address} cannot be reached ({error.Message.TrimEnd('.')}). Without a network: fetch the model's folder elsewhere and give its path; a model that asks for consent must be fetched by hand too.", error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{address}: the answer is not that of a model hub: {error.Message}", error);
        }
    }

    [GeneratedRegex(@"^\w[\w.-]*(/\w[\w.-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^\w[\w.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Revision();

    [GeneratedRegex(@"^[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();
}
