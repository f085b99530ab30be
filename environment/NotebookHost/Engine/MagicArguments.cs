using System.Text;

namespace NotebookHost.Engine;

/// <summary>The words and <c>--options</c> of a magic line; quotes keep spaces together.</summary>
internal sealed class MagicArguments
{
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly string magic;

    /// <summary>Reads what follows a magic's name.</summary>
    /// <param name="magic">The magic, for messages.</param>
    /// <param name="text">What follows.</param>
    /// <param name="flags">Options that take no value.</param>
    public MagicArguments(string magic, string text, params string[] flags)
    {
        this.magic = magic;
        if (text.Contains('\0', StringComparison.Ordinal)) throw new MagicException($"#!{magic}: the line holds a null character (U+0000), which no file or value can be named with.");
        var words = Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal)) Positional.Add(words[i]);
            else if (flags.Contains(words[i][2..])) options[words[i][2..]] = "true";
            else if (i + 1 < words.Count) options[words[i][2..]] = words[++i];
            else throw new MagicException($"#!{magic}: {words[i]} needs a value.");
        }
    }

    /// <summary>Words that belong to no option.</summary>
    public List<string> Positional { get; } = [];

    /// <summary>The value of an option, or null.</summary>
    public string? this[string name] => options.GetValueOrDefault(name);

    /// <summary>The value of an option that must be there.</summary>
    public string Required(string name) => this[name] ?? throw new MagicException($"#!{magic}: --{name} is missing.");

    /// <summary>The one thing the magic is about, alone or behind its option; null where there is not exactly one.</summary>
    public string? Sole(string name) => (this[name], Positional) switch
    {
        ({ } named, []) => named,
        (null, [var word]) => word,
        _ => null,
    };

    /// <summary>Refuses options that are not among those known.</summary>
    public MagicArguments Only(params string[] known)
    {
        var unknown = options.Keys.FirstOrDefault(name => !known.Contains(name));
        return unknown is null ? this : throw new MagicException($"#!{magic}: unknown option --{unknown}; known are {string.Join(", ", known.Select(name => "--" + name))}.");
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quoted, any) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quoted && i + 1 < text.Length && text[i + 1] is '"' or '\\') word.Append(text[++i]);
            // @input:{"prompt": "..."} is one word, its quotes kept.
            else if (c == '{' && !quoted && word is ['@', .., ':'] && text.IndexOf('}', i) is > 0 and var end)
            {
                word.Append(text, i, end + 1 - i);
                i = end;
            }
            else if (c == '"') (quoted, any) = (!quoted, true);
            else if (char.IsWhiteSpace(c) && !quoted) End();
            else word.Append(c);
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0 || any) words.Add(word.ToString());
            word.Clear();
            any = false;
        }
    }
}
