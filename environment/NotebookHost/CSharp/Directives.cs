using System.Text.RegularExpressions;
using NotebookHost.Engine;
using NotebookHost.Packages;

namespace NotebookHost.CSharp;

/// <summary>Carries out the <c>#r</c> and <c>#i</c> lines of a cell and blanks them, so that line numbers stay.</summary>
/// <param name="folder">Where relative paths start.</param>
/// <param name="libraries">Where libraries are added.</param>
internal sealed partial class Directives(string folder, Libraries libraries)
{
    private readonly PackageRestore packages = new(folder);

    /// <summary>The code without its directives.</summary>
    /// <exception cref="MagicException">A library cannot be had.</exception>
    public string Apply(string code, CellScope scope)
    {
        if (!code.Contains("#r", StringComparison.Ordinal) && !code.Contains("#i", StringComparison.Ordinal)) return code;
        var lines = code.Split('\n');
        var found = new List<Match>();
        for (var i = 0; i < lines.Length; i++)
        {
            var match = Directive().Match(lines[i]);
            if (!match.Success) continue;
            lines[i] = "";
            found.Add(match);
        }
        // Sources first, then all packages of the cell together, so that their versions are agreed on once.
        foreach (var source in found.Where(match => match.Groups[1].Value == "i")) packages.AddSource(Nuget(source.Groups[2].Value) ?? throw new MagicException($"{source.Value.Trim()}: expected #i \"nuget: source\"."));
        List<string> references = [.. found.Where(match => match.Groups[1].Value == "r").Select(match => match.Groups[2].Value)];
        List<PackageRequest> wanted = [.. references.Select(Nuget).OfType<string>().Select(PackageRequest.Parse)];
        if (wanted.Count > 0) libraries.Add(packages.Restore(wanted, scope.Stop.Token), scope);
        foreach (var reference in references.Where(reference => Nuget(reference) is null)) Add(reference, scope);
        return string.Join('\n', lines);
    }

    private void Add(string reference, CellScope scope)
    {
        var path = Path.GetFullPath(reference, folder);
        if (reference.EndsWith("proj", StringComparison.OrdinalIgnoreCase)) libraries.Add(ProjectBuild.Run(path, scope.Stop.Token), scope);
        else if (File.Exists(path) || reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && reference.AsSpan().ContainsAny('/', '\\')) libraries.Add(path, scope);
        else if (!File.Exists(Path.Combine(FrameworkReferences.FrameworkFolder, reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll")))
        {
            throw new MagicException($"#r \"{reference}\": neither a file beside the notebook nor an assembly of .NET.");
        }
    }

    /// <summary>What follows <c>nuget:</c>, or null for something else.</summary>
    private static string? Nuget(string reference) => reference.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase) ? reference.TrimStart()[6..].Trim() : null;

    [GeneratedRegex("""^\s*#(r|i)\s+"([^"]+)"\s*(?://.*)?$""")]
    private static partial Regex Directive();
}
