using System.Security.Cryptography;
using UserSegments.Data.Privacy;

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
        PrivateFile.Write(Path.Combine(folder, key + ".json"), file => file.Write(System.Text.Encoding.UTF8.GetBytes(answer)));
    }
}
