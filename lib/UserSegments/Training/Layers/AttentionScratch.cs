using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>What one thread needs for the attention of one head in one sequence.</summary>
internal sealed unsafe class AttentionScratch
{
    [ThreadStatic]
    private static AttentionScratch? current;

    private readonly PinnedBuffer weights = new(), weightGradient = new(), panels = new();

    public static AttentionScratch Current => current ??= new();

    /// <summary>(length, length) attention weights.</summary>
    public float* Weights(int length) => weights.Reserve((long)length * length);

    /// <summary>(length, length) gradients of them.</summary>
    public float* WeightGradient(int length) => weightGradient.Reserve((long)length * length);

    /// <summary>Packs rows as the right-hand side of <c>A B</c>: B is (rows, columns).</summary>
    public float* Pack(float* source, int stride, int rows, int columns)
    {
        var target = panels.Reserve((long)Blocks.Count(columns, PackedMatrix.PanelWidth) * PackedMatrix.PanelWidth * rows);
        for (var j = 0; j < columns; j += PackedMatrix.PanelWidth)
            PackedMatrix.PackPanel(source + j, stride, Math.Min(PackedMatrix.PanelWidth, columns - j), rows, target + (nint)j * rows);
        return target;
    }

    /// <summary>Packs rows as the right-hand side of <c>A Bᵀ</c>: B is (rows, columns).</summary>
    public float* PackTransposed(float* source, int stride, int rows, int columns)
    {
        var target = panels.Reserve((long)Blocks.Count(rows, PackedMatrix.PanelWidth) * PackedMatrix.PanelWidth * columns);
        for (var j = 0; j < rows; j += PackedMatrix.PanelWidth)
            PackedMatrix.PackPanelTransposed(source + (nint)j * stride, stride, Math.Min(PackedMatrix.PanelWidth, rows - j), columns, target + (nint)j * columns);
        return target;
    }
}
