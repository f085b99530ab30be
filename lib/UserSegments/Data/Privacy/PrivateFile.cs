namespace UserSegments.Data.Privacy;

/// <summary>Files that hold something about people: written whole or not at all, and readable by their owner alone.</summary>
/// <remarks>On Unix the mode is 0600 from the first byte on. On Windows a file has the rights of its folder, which in a user's profile are the user's.</remarks>
public static class PrivateFile
{
    /// <summary>Removes what writers of a file left beside it when their process was killed; for files that one process at a time writes.</summary>
    /// <param name="path">The file, which stays.</param>
    /// <returns>How many there were.</returns>
    public static int RemoveLeftovers(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) return 0;
        var name = Path.GetFileName(path);
        // Only what Write itself names so: 32 hexadecimal digits in between.
        string[] left = [.. Directory.EnumerateFiles(folder, $"{name}.*.part").Where(file => Guid.TryParseExact(Path.GetFileName(file)[(name.Length + 1)..^5], "N", out _))];
        foreach (var file in left) File.Delete(file);
        return left.Length;
    }

    /// <summary>Writes a file through a temporary one beside it.</summary>
    /// <param name="path">The file; what stands there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder cannot be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(temporary, options)) write(file);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
