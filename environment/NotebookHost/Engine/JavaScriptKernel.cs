using System.Text;
using System.Text.Json;
using NotebookHost.Script;

namespace NotebookHost.Engine;

/// <summary><c>#!javascript</c>: a script for the page. Values shared with it are written in front of the scripts that name them.</summary>
internal sealed class JavaScriptKernel : ILanguageKernel
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly Dictionary<string, (object? Value, string Json)> values = new(StringComparer.Ordinal);

    public string Name => "javascript";

    public IReadOnlyList<string> Aliases { get; } = ["js"];

    public IEnumerable<(string Name, Type Type, object? Value)> Variables => values.Select(pair => (pair.Key, pair.Value.Value?.GetType() ?? typeof(object), pair.Value.Value));

    public object? Execute(CellPart part, CellScope scope)
    {
        var text = part.Text.Trim('\n');
        var script = new StringBuilder();
        foreach (var (name, (_, json)) in values.Where(pair => Names(text, pair.Key))) script.Append("var ").Append(name).Append(" = ").Append(json).Append(";\n");
        scope.Display(new(("text/html", $"<script type=\"text/javascript\">{script.Append(text)}</script>")), []);
        return ILanguageKernel.NoValue;
    }

    public void SetValue(string name, object? value, Type type, CellStop stop)
    {
        if (name.Length == 0 || char.IsDigit(name[0]) || !name.All(IsWord)) throw new MagicException($"'{name}' is not a name that JavaScript allows.");
        // A page has no rows with named columns, but objects.
        var plain = value is SqlTable table ? table.Select(row => table.Columns.Index().ToDictionary(column => column.Item, column => row[column.Index])) : value;
        try
        {
            // The serializer escapes < and >, so that no text can end the script.
            values[name] = (value, JsonSerializer.Serialize(plain, Json));
        }
        catch (Exception e) when (e is NotSupportedException or JsonException)
        {
            throw new MagicException($"'{name}' cannot be written as JSON for #!javascript: {e.Message}", e);
        }
    }

    private static bool Names(string text, string name)
    {
        for (var at = 0; (at = text.IndexOf(name, at, StringComparison.Ordinal)) >= 0; at++)
        {
            if ((at == 0 || !IsWord(text[at - 1])) && (at + name.Length == text.Length || !IsWord(text[at + name.Length]))) return true;
        }
        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';
}
