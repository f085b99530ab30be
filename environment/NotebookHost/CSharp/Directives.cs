using System.Text.RegularExpressions;
using NotebookHost.Engine;

namespace NotebookHost.CSharp;

/// <summary>Carries out the <c>#r</c> lines of a cell and blanks them, so that line numbers stay.</summary>
/// <param name="folder">Where relative paths start.</param>
/// <param name="libraries">Where libraries are added.</param>
internal sealed partial class Directives(string folder, Libraries libraries)
{
    /// <summary>The code without its directives.</summary>
    /// <exception cref="MagicException">A library cannot be had.</exception>
    public string Apply(string code)
    {
        if (!code.Contains("#r", StringComparison.Ordinal)) return code;
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var match = Reference().Match(lines[i]);
            if (!match.Success) continue;
            lines[i] = "";
            Add(match.Groups[1].Value);
        }
        return string.Join('\n', lines);
    }

    private void Add(string reference)
    {
        var path = Path.GetFullPath(reference, folder);
        if (File.Exists(path) || reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && reference.AsSpan().ContainsAny('/', '\\')) libraries.Add(path);
        else if (!File.Exists(Path.Combine(FrameworkReferences.FrameworkFolder, reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll")))
        {
            throw new MagicException($"#r \"{reference}\": neither a file beside the notebook nor an assembly of .NET.");
        }
    }

    [GeneratedRegex("""^\s*#r\s+"([^"]+)"\s*(?://.*)?$""")]
    private static partial Regex Reference();
}
