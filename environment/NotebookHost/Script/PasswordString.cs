namespace NotebookHost.Script;

/// <summary>A text that no output shows by accident.</summary>
/// <param name="clearTextPassword">The text.</param>
public sealed class PasswordString(string clearTextPassword)
{
    /// <summary>The text itself.</summary>
    public string GetClearTextPassword() => clearTextPassword;

    /// <inheritdoc/>
    public override string ToString() => "************";
}
