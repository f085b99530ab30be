using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary>Weights as 8-bit integers, one scale a column: <c>w = scale q</c>, q from -127 to 127; shape (inner, columns).</summary>
/// <remarks>Panels of 16 columns; within a panel, four inner indices of each column side by side (64 bytes), the rest filled up with zeros.</remarks>
internal sealed unsafe class Int8Matrix
{
    public const int PanelWidth = 16;

    private readonly byte[] storage;

    /// <param name="values">(columns, inner): one row for every column of the product, as linear layers are stored.</param>
    /// <param name="inner">Rows of the right-hand side.</param>
    /// <param name="columns">Its columns.</param>
    public Int8Matrix(float[] values, int inner, int columns)
    {
        (Inner, Columns, Groups) = (inner, columns, Blocks.Count(inner, 4));
        var panels = Blocks.Count(columns, PanelWidth);
        storage = GC.AllocateArray<byte>(checked(panels * Groups * 64 + 64), pinned: true);
        Data = (sbyte*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0) + 63) & ~(nint)63);
        (Scales, Sums) = (new float[panels * PanelWidth], new int[panels * PanelWidth]);
        Blocks.For(columns, PanelWidth, (_, first, last) =>
        {
            for (var column = first; column < last; column++) PackColumn(values.AsSpan(column * inner, inner), column);
        });
    }

    public int Inner { get; }

    public int Columns { get; }

    /// <summary>Inner indices in fours.</summary>
    public int Groups { get; }

    /// <summary>The first panel; valid as long as this object is.</summary>
    public sbyte* Data { get; }

    /// <summary>Scale of each column.</summary>
    public float[] Scales { get; }

    /// <summary>Sum of each column's integers: what a zero point of the left-hand side adds.</summary>
    public int[] Sums { get; }

    private void PackColumn(ReadOnlySpan<float> weights, int column)
    {
        var largest = 0f;
        foreach (var weight in weights) largest = MathF.Max(largest, MathF.Abs(weight));
        Scales[column] = largest / 127;
        var inverse = largest > 0 ? 127 / largest : 0;
        var target = Data + (nint)(column / PanelWidth) * Groups * 64 + column % PanelWidth * 4;
        for (var k = 0; k < weights.Length; k++)
        {
            var q = (int)MathF.Round(weights[k] * inverse);
            target[k / 4 * 64 + k % 4] = (sbyte)q;
            Sums[column] += q;
        }
    }
}
