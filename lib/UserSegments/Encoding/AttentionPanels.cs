using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Keys and values of one head, laid out for the product kernel.</summary>
internal static unsafe class AttentionPanels
{
    /// <summary>Kᵀ as panels of 16 tokens.</summary>
    public static void PackKeys(float* keys, nint stride, int length, int head, float* target)
    {
        for (var token = 0; token < length; token += PackedMatrix.PanelWidth, target += head * PackedMatrix.PanelWidth)
            PackedMatrix.PackPanelTransposed(keys + token * stride, stride, Math.Min(PackedMatrix.PanelWidth, length - token), head, target);
    }

    /// <summary>V as panels of 16 columns.</summary>
    public static void PackValues(float* values, nint stride, int length, int head, float* target)
    {
        for (var column = 0; column < head; column += PackedMatrix.PanelWidth, target += length * PackedMatrix.PanelWidth)
            PackedMatrix.PackPanel(values + column, stride, Math.Min(PackedMatrix.PanelWidth, head - column), length, target);
    }
}
