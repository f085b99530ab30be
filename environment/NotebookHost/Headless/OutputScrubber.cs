using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookHost.CSharp;
using NotebookHost.Notebooks;

namespace NotebookHost.Headless;

/// <summary>Makes outputs fit to be kept in git: no path of this machine, and each picture once.</summary>
internal static partial class OutputScrubber
{
    /// <summary>Removes paths of this machine from all outputs and drops an SVG that the HTML holds already.</summary>
    /// <param name="notebook">An executed notebook.</param>
    /// <exception cref="ParameterException">An absolute path is left that could not be made relative.</exception>
    public static void Apply(Notebook notebook)
    {
        var known = KnownFolders(notebook);
        foreach (var (index, cell) in notebook.Cells.Index().Where(item => item.Item.IsCode))
        {
            foreach (var output in cell.Outputs.OfType<JsonObject>())
            {
                DropEmbeddedSvg(output);
                Visit(output, text => Scrub(text, known));
                if (FindPath(output) is { } path)
                {
                    throw new ParameterException($"{notebook.Path}: cell {index + 1}: its output holds the absolute path '{path}', so it was not saved; show a relative path.");
                }
            }
        }
    }

    /// <summary>An absolute path in an output, or null.</summary>
    public static string? FindPath(JsonObject output)
    {
        string? found = null;
        Visit(output, text =>
        {
            var match = AbsolutePath().Match(DataUri().Replace(text, ""));
            if (match.Success) found ??= match.Value;
            return text;
        });
        return found;
    }

    private static void DropEmbeddedSvg(JsonObject output)
    {
        if (output["data"] is JsonObject data && data.ContainsKey("image/svg+xml") &&
            NotebookText.Join(data["text/html"]).Contains("data:image/svg+xml", StringComparison.Ordinal))
        {
            data.Remove("image/svg+xml");
        }
    }

    private static List<(string Folder, string Replacement)> KnownFolders(Notebook notebook)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!;
        var repository = Root(folder);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        List<(string Folder, string Replacement)> known =
        [
            (ShadowCopy.Folder, "."), (folder, "."), (repository ?? folder, ".."), (home, "~"), (Path.GetTempPath().TrimEnd('/', '\\'), "~tmp"),
            (FrameworkReferences.FrameworkFolder, "dotnet"),
        ];
        return [.. known.Where(item => item.Folder.Length > 1).OrderByDescending(item => item.Folder.Length)];
    }

    private static string? Root(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git"))) return at.FullName;
        }
        return null;
    }

    private static string Scrub(string text, List<(string Folder, string Replacement)> known)
    {
        foreach (var (folder, replacement) in known) text = text.Replace(folder, replacement, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Replaces every text within a node.</summary>
    private static void Visit(JsonNode? node, Func<string, string> replace)
    {
        if (node is JsonObject json)
        {
            foreach (var (key, value) in json.ToList())
            {
                if (Text(value) is { } text) Replace(text, replace(text), changed => json[key] = changed);
                else Visit(value, replace);
            }
        }
        else if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                var at = i;
                if (Text(array[i]) is { } text) Replace(text, replace(text), changed => array[at] = changed);
                else Visit(array[i], replace);
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static void Replace(string before, string after, Action<string> set)
    {
        if (!ReferenceEquals(before, after)) set(after);
    }

    [GeneratedRegex(@"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex DataUri();

    [GeneratedRegex("""(?<![\w/.:<~\\-])(?:/(?:home|Users|root|tmp|var|mnt|opt|usr|work|private|workspaces?)/[\w.-]+[^\s"'<>)]*|[A-Z]:\\[\w.-]+[^\s"'<>)]*)""")]
    private static partial Regex AbsolutePath();
}
