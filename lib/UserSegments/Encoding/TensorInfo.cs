namespace UserSegments.Encoding;

/// <summary>Where and what a stored tensor is.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Shape">Its dimensions, the slowest first.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="Offset">First byte in that file.</param>
/// <param name="Bytes">Number of bytes.</param>
public sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<long> Shape, string File, long Offset, long Bytes)
{
    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Name, type and shape, for people.</summary>
    public override string ToString() => $"{Name} {Type} ({string.Join(", ", Shape)})";
}
