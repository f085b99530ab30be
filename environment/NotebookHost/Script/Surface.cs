using System.Diagnostics.CodeAnalysis;
using NotebookHost.Engine;
using NotebookHost.Formatting;

namespace NotebookHost.Script;

/// <summary>What every C# cell can call without a using: the display functions of .NET Interactive, by their names.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "display and Display both exist in .NET Interactive.")]
[SuppressMessage("Style", "IDE1006", Justification = "display is lower case in .NET Interactive.")]
public static class Surface
{
    /// <summary>Shows a value now.</summary>
    /// <param name="value">What is shown.</param>
    /// <param name="mimeTypes">The MIME types wanted; none for what the type prefers.</param>
    /// <returns>The output, which can be updated.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Shows this value now.</summary>
    /// <inheritdoc cref="display"/>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Shows a text as a MIME type of its own.</summary>
    /// <param name="value">The content.</param>
    /// <param name="mimeType">Its MIME type.</param>
    /// <returns>The output, which can be updated.</returns>
    public static DisplayedValue DisplayAs(this string value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        return CellScope.Required.Display(new MimeBundle((mimeType, value)), [mimeType]);
    }

    /// <summary>Shows a sequence as a table, now.</summary>
    /// <inheritdoc cref="display"/>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T>? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Asks the reader for a line.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="typeHint">What is asked for; <c>password</c> is not shown while it is typed.</param>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") => Task.FromResult(CellScope.Required.ReadInput(prompt, typeHint == "password"));

    /// <summary>Asks the reader for a line that is not shown.</summary>
    /// <param name="prompt">The question.</param>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") => Task.FromResult(new PasswordString(CellScope.Required.ReadInput(prompt, password: true)));

    /// <summary>HTML to be shown: as the last expression of a cell, or by <see cref="display"/>.</summary>
    /// <param name="content">The markup.</param>
    public static HtmlContent HTML(string content) => new(content);

    /// <summary>Adds a style sheet to the page.</summary>
    /// <param name="content">The rules.</param>
    public static void CSS(string content) => CellScope.Required.Display(new MimeBundle(("text/html", $"<style>{content}</style>")), []);

    /// <summary>Runs a script in the page.</summary>
    /// <param name="content">The script.</param>
    public static void Javascript(string content) => CellScope.Required.Display(new MimeBundle(("text/html", $"<script type=\"text/javascript\">{content}</script>")), []);

    /// <summary>Removes the outputs of this cell.</summary>
    /// <param name="wait">Whether they stay until the next output comes, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => CellScope.Required.Clear(wait);

    private static DisplayedValue Show(object? value, string[] mimeTypes) => CellScope.Required.Display(ValueFormatter.Format(value, mimeTypes), mimeTypes);
}
