using NotebookHost.Engine;

namespace NotebookHost.Script;

/// <summary>A value that was shown and can be replaced where it stands.</summary>
public sealed class DisplayedValue
{
    private readonly CellScope scope;
    private readonly IReadOnlyList<string> mimeTypes;

    internal DisplayedValue(CellScope scope, string id, IReadOnlyList<string> mimeTypes) => (this.scope, DisplayId, this.mimeTypes) = (scope, id, mimeTypes);

    /// <summary>The identity of the output.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the same place.</summary>
    /// <param name="value">The new value.</param>
    public void Update(object? value) => scope.Update(DisplayId, Formatting.ValueFormatter.Format(value, mimeTypes));
}
