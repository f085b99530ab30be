namespace UserSegments.Encoding;

/// <summary>Rows of vectors by id, in memory or where they lie in the checkpoint (so that only rows in use are ever read).</summary>
internal sealed class EmbeddingTable
{
    private readonly TensorView? view;
    private readonly float[]? values;
    private readonly int width;

    public EmbeddingTable(TensorView view, int width) => (this.view, this.width, Rows) = (view, width, checked((int)(view.Info.Count / width)));

    public EmbeddingTable(float[] values, int width) => (this.values, this.width, Rows) = (values, width, values.Length / width);

    public int Rows { get; }

    /// <summary>Copies one row.</summary>
    public void CopyRow(int row, Span<float> target)
    {
        if (values is not null) values.AsSpan(row * width, width).CopyTo(target);
        else view!.Value.CopyTo((long)row * width, target[..width]);
    }
}
