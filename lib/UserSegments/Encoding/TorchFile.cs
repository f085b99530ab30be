namespace UserSegments.Encoding;

/// <summary>Reads what PyTorch's <c>torch.save</c> wrote of a state dictionary: a zip archive of one pickle, which names the tensors, and one entry for each storage.</summary>
internal static class TorchFile
{
    private const long MaxPickle = 64L << 20;

    /// <summary>All tensors of one file; every range is known to lie inside the file.</summary>
    public static List<TensorInfo> Read(string path)
    {
        var entries = ZipEntries.Read(path);
        var pickle = entries.Keys.Where(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal)).Take(2).ToArray();
        if (pickle.Length != 1) throw new InvalidDataException($"{path}: {pickle.Length} entries are called data.pkl, expected one: this is no checkpoint of PyTorch.");
        var root = pickle[0][..^"data.pkl".Length];
        if (entries.TryGetValue(root + "byteorder", out var order) && order.Bytes is not 6) throw new InvalidDataException($"{path}: its values are not little-endian.");
        var (offset, bytes) = entries[pickle[0]];
        if (bytes > MaxPickle) throw new InvalidDataException($"{path}: the pickle has {bytes} bytes, expected at most {MaxPickle}.");
        var tensors = new PickleReader(path, ReadBytes(path, offset, (int)bytes)).ReadTensors();
        return tensors.Select(tensor => Locate(path, root, entries, tensor.Name, tensor.Tensor)).ToList();
    }

    private static TensorInfo Locate(string path, string root, Dictionary<string, (long Offset, long Bytes)> entries, string name, PickledTensor tensor)
    {
        var storage = tensor.Storage;
        if (!entries.TryGetValue($"{root}data/{storage.Key}", out var data)) throw new InvalidDataException($"{path}: tensor '{name}' lies in the entry data/{storage.Key}, which is missing.");
        var size = SafetensorsHeader.SizeOf(storage.Type);
        Int128 count = 1;
        for (var i = tensor.Shape.Length - 1; i >= 0; i--)
        {
            // A side of 1 is never stepped along, so its stride may be anything.
            if (tensor.Shape[i] < 0 || (tensor.Shape[i] > 1 && tensor.Strides[i] != (long)count))
            {
                throw new InvalidDataException(
                    $"{path}: tensor '{name}' of shape ({string.Join(", ", tensor.Shape)}) has strides ({string.Join(", ", tensor.Strides)}), expected rows one after the other: call contiguous() before saving.");
            }
            count *= tensor.Shape[i];
            if (count > data.Bytes) break;
        }
        if (tensor.Offset < 0 || (tensor.Offset + count) * size > data.Bytes)
        {
            throw new InvalidDataException(
                $"{path}: tensor '{name}' of shape ({string.Join(", ", tensor.Shape)}) from value {tensor.Offset} on leaves its storage of {data.Bytes} bytes.");
        }
        return new TensorInfo(name, storage.Type, tensor.Shape, path, data.Offset + tensor.Offset * size, (long)count * size);
    }

    private static byte[] ReadBytes(string path, long offset, int count)
    {
        using var stream = File.OpenRead(path);
        stream.Position = offset;
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
