using System.Security.Cryptography;

namespace UserSegments.Profiles;

/// <summary>Keeps model answers in files that only their owner can read, named by the hash of what was asked.</summary>
internal sealed class AnswerCache(string? folder)
{
    public static string Key(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\u001F', parts))));

    public string? Read(string key)
    {
        if (folder is null) return null;
        var path = Path.Combine(folder, key + ".json");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    public void Write(string key, string answer)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, key + ".json");
        var temporary = path + "." + Guid.NewGuid().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options)) stream.Write(System.Text.Encoding.UTF8.GetBytes(answer));
        File.Move(temporary, path, overwrite: true);
    }
}
