using System.Globalization;

namespace Benchmarks;

/// <summary>What the fuzzers take: <c>COUNT FOLDER...</c>.</summary>
internal static class FuzzArguments
{
    /// <summary>Calls <paramref name="use"/> with the count and each folder; returns the exit code.</summary>
    public static int ForFolders(string[] args, Action<int, string> use)
    {
        if (args is not [var first, .. { Length: > 0 } folders] || !int.TryParse(first, CultureInfo.InvariantCulture, out var count))
        {
            Console.Error.WriteLine("Expected: COUNT FOLDER...");
            return 2;
        }
        foreach (var folder in folders) use(count, folder);
        return 0;
    }
}
