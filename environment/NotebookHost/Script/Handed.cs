using System.Collections.Concurrent;
using System.ComponentModel;

namespace NotebookHost.Script;

/// <summary>Values on their way from one language to another.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Handed
{
    /// <summary>The values, by name.</summary>
    public static ConcurrentDictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);
}
