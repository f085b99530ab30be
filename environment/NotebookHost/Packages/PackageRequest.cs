using System.Text.RegularExpressions;
using NotebookHost.Engine;

namespace NotebookHost.Packages;

/// <summary>A package that a cell asks for with <c>#r "nuget: Id, version"</c>.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">A version, a range or a floating version as NuGet writes them; null for the latest.</param>
internal sealed partial record PackageRequest(string Id, string? Version)
{
    /// <summary>Whether the same request may have another answer tomorrow.</summary>
    public bool IsFloating => Version is null || Version.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads what follows <c>nuget:</c>.</summary>
    /// <exception cref="MagicException">It is not a name, or a name and a version.</exception>
    public static PackageRequest Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) throw new MagicException($"#r \"nuget:{text}\": expected #r \"nuget: Package, version\".");
        var version = match.Groups[2].Value;
        return new(match.Groups[1].Value, version.Length == 0 ? null : version);
    }

    public override string ToString() => Version is null ? $"{Id}, latest version" : $"{Id}, version {Version}";

    // Ranges such as [1.0, 2.0) hold a comma themselves.
    [GeneratedRegex(@"^\s*([A-Za-z0-9_][A-Za-z0-9_.-]*)\s*(?:,\s*([0-9*][0-9A-Za-z.*+-]*|[\[\(][0-9A-Za-z.,*+\s-]*[\]\)])\s*)?$")]
    private static partial Regex Form();
}
