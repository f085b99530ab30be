using System.Collections.ObjectModel;
using System.Globalization;

namespace UserSegments.Interop.DataFrames;

/// <summary>A vector in a table: its values, and a short text for people.</summary>
internal sealed class VectorCell(float[] values) : ReadOnlyCollection<float>(values)
{
    private const int Shown = 4;

    public override string ToString()
    {
        var first = string.Join(", ", this.Take(Shown).Select(value => value.ToString("G3", CultureInfo.InvariantCulture)));
        return Count > Shown ? string.Create(CultureInfo.InvariantCulture, $"[{first}, … {Count:N0}]") : $"[{first}]";
    }
}
