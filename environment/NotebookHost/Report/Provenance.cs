using System.Globalization;
using System.Runtime.InteropServices;

namespace NotebookHost.Report;

/// <summary>Where a report comes from: the machine, the versions, the commit, the time.</summary>
/// <param name="Items">Name and value, in order.</param>
internal sealed record Provenance(IReadOnlyList<(string Name, string Value)> Items)
{
    /// <summary>What can be said now.</summary>
    /// <param name="folder">The folder of the notebooks; its repository's commit is named.</param>
    /// <param name="time">When the run ended.</param>
    public static Provenance Now(string folder, DateTimeOffset time)
    {
        List<(string, string)> items =
        [
            ("made", time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("host", $"NotebookHost {typeof(Provenance).Assembly.GetName().Version?.ToString(3)}"),
            ("runtime", RuntimeInformation.FrameworkDescription),
            ("machine", string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors")),
        ];
        if (Commit(folder) is { } commit) items.Add(("commit", commit));
        return new Provenance(items);
    }

    /// <summary>The commit that the repository around a folder stands at, or null; read without git.</summary>
    private static string? Commit(string folder)
    {
        try
        {
            for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            {
                var git = Path.Combine(at.FullName, ".git");
                if (File.Exists(git)) git = Path.GetFullPath(File.ReadAllText(git).Trim()["gitdir: ".Length..], at.FullName);
                if (!Directory.Exists(git)) continue;
                var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
                if (!head.StartsWith("ref: ", StringComparison.Ordinal)) return head[..Math.Min(12, head.Length)];
                var shared = Path.Combine(git, "commondir");
                var root = File.Exists(shared) ? Path.GetFullPath(File.ReadAllText(shared).Trim(), git) : git;
                var reference = Path.Combine(root, head["ref: ".Length..]);
                return File.Exists(reference) ? File.ReadAllText(reference).Trim()[..12] : null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // A report without the commit is still a report.
        }
        return null;
    }
}
