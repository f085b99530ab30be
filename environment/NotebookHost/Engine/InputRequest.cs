using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookHost.Script;

namespace NotebookHost.Engine;

/// <summary>A value of a magic that the reader types: <c>@input</c>, <c>@input:"prompt"</c>, <c>@password:{"prompt": "..."}</c>.</summary>
/// <param name="Prompt">The question.</param>
/// <param name="IsPassword">Whether the answer is not shown.</param>
internal sealed record InputRequest(string Prompt, bool IsPassword)
{
    /// <summary>The request that a value makes, or null where it is none.</summary>
    /// <param name="value">The value as it stands in the magic line, without quotes.</param>
    /// <param name="parameter">The option it is given for, as in <c>--value</c>.</param>
    /// <exception cref="MagicException">What follows <c>@input:</c> begins like JSON and is none.</exception>
    public static InputRequest? Of(string value, string parameter)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? value : value[..colon];
        if (kind is not ("@input" or "@password")) return null;
        var (prompt, password) = (colon < 0 ? "" : value[(colon + 1)..], kind == "@password");
        if (prompt.StartsWith('{'))
        {
            try
            {
                var json = JsonNode.Parse(prompt)!;
                (prompt, password) = ((string?)json["prompt"] ?? "", password || (string?)json["type"] == "password");
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw new MagicException($"{parameter}: expected {kind}:{{\"prompt\": \"...\"}}, got {value}.", e);
            }
        }
        return new(prompt.Length > 0 ? prompt : $"Please enter a value for parameter: {parameter}", password);
    }

    /// <summary>Asks.</summary>
    /// <returns>The answer; a password is a <see cref="PasswordString"/>.</returns>
    public (Type Type, object Value) Ask(CellScope scope)
    {
        var answer = scope.ReadInput(Prompt, IsPassword);
        return IsPassword ? (typeof(PasswordString), new PasswordString(answer)) : (typeof(string), answer);
    }
}
