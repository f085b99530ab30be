namespace NotebookHost.Sql;

/// <summary>A statement that the engine refuses.</summary>
/// <param name="message">What the engine says.</param>
/// <param name="token">The word it stumbled over, where it names one.</param>
/// <param name="inner">The engine's own exception.</param>
internal sealed class SqlException(string message, string? token, Exception inner) : Exception(message, inner)
{
    /// <summary>The word the engine stumbled over, or null.</summary>
    public string? Token { get; } = token;
}
