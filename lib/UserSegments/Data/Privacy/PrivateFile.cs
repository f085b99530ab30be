namespace UserSegments.Data.Privacy;

/// <summary>Files that hold something about people: written whole or not at all, and readable by their owner alone.</summary>
/// <remarks>On Unix the mode is 0600 from the first byte on. On Windows a file has the rights of its folder, which in a user's profile are the user's.</remarks>
public static class PrivateFile
{
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
