using System.Text.Json.Nodes;
using NotebookHost.CSharp;
using NotebookHost.Engine;

namespace NotebookHost.Jupyter;

/// <summary>Completion, inspection and completeness in Jupyter's terms: positions count code points, kinds have its names.</summary>
/// <param name="engine">The engine whose state is looked at.</param>
internal sealed class EditingHelp(NotebookEngine engine)
{
    /// <summary>Answers <c>complete_request</c>.</summary>
    public JsonObject Complete(string code, int cursor)
    {
        var at = ToUtf16(code, cursor);
        var (start, items) = MagicCompletion(code, at) ?? (IsCSharp(code, at) ? engine.CSharp.Complete(code, at) : (at, []));
        var (from, to) = (ToCodePoints(code, start), ToCodePoints(code, at));
        var types = items.Select(item => (JsonNode)new JsonObject
        {
            ["text"] = item.Text,
            ["type"] = item.Kind,
            ["signature"] = item.Signature,
            ["start"] = from,
            ["end"] = to,
        });
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. items.Select(item => JsonValue.Create(item.Text))]),
            ["cursor_start"] = from,
            ["cursor_end"] = to,
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray([.. types]) },
        };
    }

    /// <summary>Answers <c>inspect_request</c>.</summary>
    public JsonObject Inspect(string code, int cursor)
    {
        var at = ToUtf16(code, cursor);
        var text = IsCSharp(code, at) ? engine.CSharp.Inspect(code, at) : null;
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = text is not null,
            ["data"] = text is null ? [] : new JsonObject { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    /// <summary>Answers <c>is_complete_request</c>.</summary>
    public JsonObject IsComplete(string code)
    {
        var language = CellParser.Parse(code, "csharp", name => engine.Find(name) is not null).LastOrDefault().Language;
        var status = language is null or "csharp" ? CSharpKernel.IsComplete(code) : "complete";
        return status == "incomplete" ? new JsonObject { ["status"] = status, ["indent"] = "    " } : new JsonObject { ["status"] = status };
    }

    private (int Start, IReadOnlyList<Completion> Items)? MagicCompletion(string code, int at)
    {
        var start = at == 0 ? 0 : code.LastIndexOf('\n', at - 1) + 1;
        var line = code[start..at];
        if (!line.StartsWith("#!", StringComparison.Ordinal) || line.Contains(' ', StringComparison.Ordinal)) return null;
        var names = engine.Kernels.SelectMany(kernel => kernel.Aliases.Prepend(kernel.Name)).Concat(Magics.Names).Select(name => "#!" + name);
        return (start, [.. names.Where(name => name.StartsWith(line, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => new Completion(name, "magic", ""))]);
    }

    /// <summary>Whether the position is in C#: no other language's magic stands above it.</summary>
    private bool IsCSharp(string code, int at)
    {
        var magic = code[..at].Split('\n').LastOrDefault(line => CellParser.IsMagic(line) && engine.Find(CellParser.Split(line).Name) is not null);
        return magic is null || engine.Find(CellParser.Split(magic).Name) == engine.CSharp;
    }

    private static int ToUtf16(string text, int codePoints)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (codePoints-- <= 0) break;
            at += rune.Utf16SequenceLength;
        }
        return at;
    }

    private static int ToCodePoints(string text, int utf16)
    {
        var count = 0;
        foreach (var _ in text.AsSpan(0, utf16).EnumerateRunes()) count++;
        return count;
    }
}
