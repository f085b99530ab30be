namespace UserSegments.Encoding;

/// <summary>One storage of a PyTorch file.</summary>
/// <param name="Type">Type of its values.</param>
/// <param name="Key">Name of its entry in the archive.</param>
internal sealed record PickledStorage(TensorType Type, string Key);

/// <summary>A view of a storage.</summary>
/// <param name="Storage">Where the values lie.</param>
/// <param name="Offset">First value.</param>
/// <param name="Shape">Its dimensions, the slowest first.</param>
/// <param name="Strides">Values from one index to the next, for each dimension.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides);
