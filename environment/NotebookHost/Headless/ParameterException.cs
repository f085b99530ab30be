namespace NotebookHost.Headless;

/// <summary>A choice on the command line that cannot be followed.</summary>
/// <param name="message">What was got and what was expected.</param>
internal sealed class ParameterException(string message) : Exception(message);
