using NotebookHost.Formatting;

namespace NotebookHost.Engine;

/// <summary><c>#!value</c>: texts kept by name for other languages.</summary>
/// <param name="folder">Where relative paths start.</param>
internal sealed class ValueKernel(string folder) : ILanguageKernel
{
    private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);

    public string Name => "value";

    public IReadOnlyList<string> Aliases => [];

    public IEnumerable<(string Name, Type Type, object? Value)> Variables => values.Select(pair => (pair.Key, pair.Value?.GetType() ?? typeof(object), pair.Value));

    public object? Execute(CellPart part, CellScope scope)
    {
        var arguments = new MagicArguments("value", part.Arguments).Only("name", "from-file", "from-value", "mime-type");
        var name = arguments.Required("name");
        var text = part.Text.Trim('\n');
        if (arguments["from-file"] is { } file)
        {
            if (text.Trim().Length > 0) throw new MagicException("#!value: give either --from-file or text below, not both.");
            var path = Path.GetFullPath(file, folder);
            text = File.Exists(path) ? File.ReadAllText(path) : throw new MagicException($"#!value --from-file: {path} does not exist.");
        }
        if (arguments["from-value"] is { } given)
        {
            if (text.Trim().Length > 0) throw new MagicException("#!value: give one of --from-file, --from-value and text below.");
            values[name] = InputRequest.Of(given, "--from-value") is { } request ? request.Ask(scope).Value : given;
            return ILanguageKernel.NoValue;
        }
        values[name] = text;
        if (arguments["mime-type"] is { } mime) scope.Display(new MimeBundle((mime, text)), [mime]);
        return ILanguageKernel.NoValue;
    }

    public void SetValue(string name, object? value, Type type, CellStop stop) => values[name] = value;
}
