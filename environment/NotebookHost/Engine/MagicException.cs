namespace NotebookHost.Engine;

/// <summary>A magic line that cannot be carried out.</summary>
/// <param name="message">What was got and what was expected.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class MagicException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The package that the feed lacks, where that is the reason.</summary>
    public string? MissingPackage { get; init; }
}
