using System.Text.Json;

namespace UserSegments.Profiles;

/// <summary>A model's answer, checked against its schema: <c>{"name": string, "claims": [{"text": string, "evidence": [string]}]}</c>.</summary>
internal sealed record NamingAnswer(string Name, IReadOnlyList<(string Text, IReadOnlyList<string> Evidence)> Claims)
{
    private const int LongestName = 60;
    private const int LongestClaim = 300;

    /// <summary>Reads an answer; a fence around it is allowed, any other text is not.</summary>
    /// <returns>The answer, or null with what is wrong.</returns>
    public static NamingAnswer? Parse(string text, out string problem)
    {
        text = text.Trim();
        if (text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.Length > 6)
            text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..^3].Trim();
        try
        {
            using var document = JsonDocument.Parse(text);
            problem = "";
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Refuse("the answer is not an object", out problem);
            if (!root.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || name.GetString()!.Trim().Length is 0 or > LongestName)
                return Refuse($"name must be a string of 1 to {LongestName} characters", out problem);
            if (!root.TryGetProperty("claims", out var claims) || claims.ValueKind != JsonValueKind.Array || claims.GetArrayLength() is 0 or > 8)
                return Refuse("claims must be a list of 1 to 8 objects", out problem);
            var read = new List<(string, IReadOnlyList<string>)>();
            foreach (var claim in claims.EnumerateArray())
            {
                if (claim.ValueKind != JsonValueKind.Object
                    || !claim.TryGetProperty("text", out var said) || said.ValueKind != JsonValueKind.String || said.GetString()!.Trim().Length is 0 or > LongestClaim
                    || !claim.TryGetProperty("evidence", out var ids) || ids.ValueKind != JsonValueKind.Array || ids.GetArrayLength() == 0
                    || ids.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
                {
                    return Refuse($"each claim must have a text of 1 to {LongestClaim} characters and a list of evidence", out problem);
                }
                read.Add((said.GetString()!.Trim(), [.. ids.EnumerateArray().Select(id => id.GetString()!)]));
            }
            return new NamingAnswer(name.GetString()!.Trim(), read);
        }
        catch (JsonException error)
        {
            return Refuse($"the answer is not JSON: {error.Message}", out problem);
        }
    }

    private static NamingAnswer? Refuse(string why, out string problem)
    {
        problem = why;
        return null;
    }
}
