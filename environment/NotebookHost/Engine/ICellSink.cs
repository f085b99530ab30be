using NotebookHost.Formatting;

namespace NotebookHost.Engine;

/// <summary>Where the outputs of a cell go: the engine's only way out, one implementation a front end.</summary>
/// <remarks>Calls come one at a time, in order.</remarks>
internal interface ICellSink
{
    /// <summary>Text on <c>stdout</c> or <c>stderr</c>.</summary>
    void Stream(string name, string text);

    /// <summary>A value that was shown.</summary>
    void Display(MimeBundle data, string displayId);

    /// <summary>A shown value that is replaced.</summary>
    void Update(MimeBundle data, string displayId);

    /// <summary>The value of the last expression.</summary>
    void Result(MimeBundle data);

    /// <summary>Removes the outputs so far, at once or when the next comes.</summary>
    void Clear(bool wait);

    /// <summary>Asks the reader for a line; null where nobody can answer.</summary>
    string? ReadInput(string prompt, bool password);
}
