using NotebookHost.Engine;
using NotebookHost.Formatting;

namespace NotebookHost.Jupyter;

/// <summary>Keeps the value of an expression and drops the rest.</summary>
internal sealed class CapturingSink : ICellSink
{
    /// <summary>The value.</summary>
    public MimeBundle? Value { get; private set; }

    public void Stream(string name, string text)
    {
    }

    public void Display(MimeBundle data, string displayId)
    {
    }

    public void Update(MimeBundle data, string displayId)
    {
    }

    public void Result(MimeBundle data) => Value = data;

    public void Clear(bool wait)
    {
    }

    public string? ReadInput(string prompt, bool password) => null;
}
