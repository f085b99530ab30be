using System.Text.RegularExpressions;
using NotebookHost.Engine;

namespace NotebookHost.Packages;

/// <summary>Builds a project that a cell refers to with <c>#r "x.csproj"</c>.</summary>
internal static partial class ProjectBuild
{
    /// <summary>Builds where it stands; nothing happens where it is up to date.</summary>
    /// <returns>The assembly.</returns>
    /// <exception cref="MagicException">It does not exist or does not compile; the message holds the compiler's first errors.</exception>
    public static string Run(string project, CancellationToken stop)
    {
        if (!File.Exists(project)) throw new MagicException($"#r: {project} does not exist.");
        var name = Path.GetFileName(project);
        // The files of its packages beside it, so that they are found; no compiler left behind.
        string[] build = ["build", name, "-t:Build", "-nologo", "-clp:ErrorsOnly;NoSummary", "-p:CopyLocalLockFileAssemblies=true", "-p:UseSharedCompilation=false"];
        var (code, output) = DotnetCommand.Run(Path.GetDirectoryName(project)!, stop, [.. build, "-getProperty:TargetPath"]);
        if (code != 0)
        {
            // Asked for a property, MSBuild keeps the errors to itself.
            (_, output) = DotnetCommand.Run(Path.GetDirectoryName(project)!, stop, build);
            var lines = output.Split('\n').Select(line => Place().Replace(line, "").Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            var errors = lines.Where(line => line.Contains("error ", StringComparison.Ordinal)).ToList();
            throw new MagicException($"#r \"{name}\": the project does not build:\n" + string.Join('\n', (errors.Count > 0 ? errors : lines).Take(10).Select(line => "    " + line)));
        }
        var path = output.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        return path is not null && File.Exists(path) ? path
            : throw new MagicException($"#r \"{name}\": the build gave no library; a project for several frameworks cannot be referred to so, only its built file.");
    }

    [GeneratedRegex(@"\s*\[[^\[\]]*proj(?:::[^\[\]]*)?\]\s*$")]
    private static partial Regex Place();
}
