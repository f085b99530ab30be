using System.IO.MemoryMappedFiles;
using System.Text.Json;
using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>The tensors of a model by name: safetensors (one file, or many with an index) or PyTorch's own <c>.bin</c>, mapped into memory.</summary>
/// <remarks>
/// The header and every range in it are checked when the file is opened; values are read when they are asked for. Of a <c>.bin</c> (a zip archive
/// with a pickle in it) only state dictionaries of tensors are read: the pickle is never run, and what asks for anything else is refused by name.
/// Thread-safe until disposed; a view taken from it must not be used after.
/// </remarks>
public sealed unsafe class Checkpoint : IDisposable
{
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (MemoryMappedFile File, MemoryMappedViewAccessor View, nint Start)> maps = new(StringComparer.Ordinal);

    private Checkpoint(string source) => Source = source;

    /// <summary>File or folder that was opened.</summary>
    public string Source { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">A <c>.safetensors</c> file, an index (<c>.safetensors.index.json</c>), a <c>.bin</c> of PyTorch, or a folder that holds one of them (safetensors first).</param>
    /// <exception cref="FileNotFoundException">There is no checkpoint at this place, or a file of the index is missing.</exception>
    /// <exception cref="InvalidDataException">A file is truncated or its header is broken; file, tensor and byte are named.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var checkpoint = new Checkpoint(path);
        try
        {
            foreach (var file in Files(path)) checkpoint.Add(file);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
        return checkpoint;
    }

    /// <summary>Reads a tensor as single precision values, whatever its type.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">The expected shape; empty for any.</param>
    /// <exception cref="InvalidDataException">The tensor is missing, or its shape is another.</exception>
    public float[] ReadFloats(string name, params ReadOnlySpan<long> shape)
    {
        var view = View(name, shape);
        var values = new float[view.Count];
        view.CopyTo(0, values);
        return values;
    }

    /// <summary>A matrix out of a tensor of two dimensions.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <exception cref="InvalidDataException">The tensor is missing or has not two dimensions.</exception>
    public Matrix ReadMatrix(string name)
    {
        var info = Find(name);
        if (info.Shape.Count != 2) throw new InvalidDataException($"{info.File}: tensor '{name}' has shape ({string.Join(", ", info.Shape)}), expected two dimensions.");
        return new Matrix(checked((int)info.Shape[0]), checked((int)info.Shape[1]), ReadFloats(name));
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var (file, view, _) in maps.Values)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
        maps.Clear();
    }

    /// <summary>The values where they lie in the mapped file.</summary>
    internal TensorView View(string name, params ReadOnlySpan<long> shape)
    {
        var info = Find(name);
        if (shape.Length > 0 && !info.Shape.SequenceEqual(shape.ToArray()))
        {
            throw new InvalidDataException(
                $"{info.File}: tensor '{name}' has shape ({string.Join(", ", info.Shape)}), expected ({string.Join(", ", shape.ToArray())}).");
        }
        ObjectDisposedException.ThrowIf(maps.Count == 0, this);
        return new TensorView(info, (byte*)maps[info.File].Start + info.Offset);
    }

    private static List<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            foreach (var name in new[] { "model.safetensors", "pytorch_model.bin" })
            {
                var (whole, index) = (Path.Combine(path, name), Path.Combine(path, name + ".index.json"));
                if (File.Exists(whole)) return [whole];
                if (File.Exists(index)) return IndexedFiles(index);
            }
            throw new FileNotFoundException($"{path}: no checkpoint here, expected model.safetensors, model.safetensors.index.json or pytorch_model.bin.", path);
        }
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file, expected a safetensors checkpoint.", path);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? IndexedFiles(path) : [path];
    }

    private static List<string> IndexedFiles(string index)
    {
        using var document = JsonFile.Open(index);
        var folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{index}: no 'weight_map', expected the index of a sharded checkpoint.");
        var names = map.EnumerateObject().Select(entry => entry.Value.ToString()).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            if (Path.GetFileName(name) != name) throw new InvalidDataException($"{index}: '{name}' leaves the folder, expected a file name.");
            if (!File.Exists(Path.Combine(folder, name))) throw new FileNotFoundException($"{index}: the file '{name}' that it names is missing.", Path.Combine(folder, name));
        }
        return names.ConvertAll(name => Path.Combine(folder, name));
    }

    private void Add(string file)
    {
        var torch = Path.GetExtension(file) is ".bin" or ".pt" or ".pth";
        foreach (var info in torch ? TorchFile.Read(file) : SafetensorsHeader.Read(file))
        {
            if (!tensors.TryAdd(info.Name, info)) throw new InvalidDataException($"{file}: tensor '{info.Name}' is there twice, before in {tensors[info.Name].File}.");
        }
        var map = MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        maps[file] = (map, view, (nint)(start + view.PointerOffset));
    }

    private TensorInfo Find(string name) => tensors.TryGetValue(name, out var info)
        ? info
        : throw new InvalidDataException($"{Source}: tensor '{name}' is missing; the checkpoint holds {tensors.Count} tensors.");
}
