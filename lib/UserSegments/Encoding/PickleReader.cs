using System.Buffers.Binary;

namespace UserSegments.Encoding;

/// <summary>The part of Python's pickle that a state dictionary needs. Nothing is ever called: a global is a name, and only the names below are known.</summary>
/// <remarks>Work and memory are bounded by the length of the pickle: no operation repeats what it holds.</remarks>
/// <param name="path">File, for messages.</param>
/// <param name="bytes">The pickle.</param>
internal sealed class PickleReader(string path, byte[] bytes)
{
    private static readonly Dictionary<string, TensorType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = TensorType.Float32,
        ["torch.HalfStorage"] = TensorType.Float16,
        ["torch.BFloat16Storage"] = TensorType.BFloat16,
        ["torch.DoubleStorage"] = TensorType.Float64,
        ["torch.CharStorage"] = TensorType.Int8,
        ["torch.ByteStorage"] = TensorType.UInt8,
        ["torch.ShortStorage"] = TensorType.Int16,
        ["torch.IntStorage"] = TensorType.Int32,
        ["torch.LongStorage"] = TensorType.Int64,
        ["torch.BoolStorage"] = TensorType.Bool,
    };

    private static readonly object Mark = new();
    private readonly Stack<object?> stack = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int at;

    /// <summary>Reads the dictionary; whatever is not a tensor under a name is refused.</summary>
    /// <exception cref="InvalidDataException">The pickle is broken or asks for more than tensors; the global or the byte is named.</exception>
    public List<(string Name, PickledTensor Tensor)> ReadTensors()
    {
        while (Step())
        {
        }
        if (Pop() is not Dictionary<string, object?> entries) throw Broken("no dictionary of tensors");
        return entries.Select(entry => (entry.Key, entry.Value as PickledTensor ?? throw new InvalidDataException($"{path}: '{entry.Key}' is {Describe(entry.Value)}, expected a tensor: only state dictionaries are read."))).ToList();
    }

    /// <summary>One operation; false at the end.</summary>
    private bool Step()
    {
        var code = Byte();
        switch (code)
        {
            case 0x80: // PROTO
                if (Byte() is var version and (< 2 or > 5)) throw Broken($"pickle protocol {version}, expected 2 to 5");
                break;
            case 0x95: // FRAME
                Take(8);
                break;
            case (byte)'.':
                return false;
            case (byte)'(':
                stack.Push(Mark);
                break;
            case (byte)'}':
                stack.Push(new Dictionary<string, object?>(StringComparer.Ordinal));
                break;
            case (byte)')':
                stack.Push(Array.Empty<object?>());
                break;
            case (byte)'t':
                stack.Push(PopToMark());
                break;
            case 0x85 or 0x86 or 0x87: // TUPLE1 to TUPLE3
                var items = new object?[code - 0x84];
                for (var i = items.Length - 1; i >= 0; i--) items[i] = Pop();
                stack.Push(items);
                break;
            case (byte)'N':
                stack.Push(null);
                break;
            case 0x88 or 0x89: // NEWTRUE, NEWFALSE
                stack.Push(code == 0x88);
                break;
            case (byte)'K':
                stack.Push((long)Byte());
                break;
            case (byte)'M':
                stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'J':
                stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 0x8A: // LONG1
                stack.Push(Long(Take(Byte())));
                break;
            case (byte)'X':
                stack.Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case 0x8C: // SHORT_BINUNICODE
                stack.Push(Text(Byte()));
                break;
            case (byte)'q':
                memo[Byte()] = Peek();
                break;
            case (byte)'r':
                memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek();
                break;
            case 0x94: // MEMOIZE
                memo[(uint)memo.Count] = Peek();
                break;
            case (byte)'h':
                stack.Push(Remembered(Byte()));
                break;
            case (byte)'j':
                stack.Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'c':
                stack.Push(Allowed(Line(), Line()));
                break;
            case 0x93: // STACK_GLOBAL
                var name = Pop() as string;
                stack.Push(Allowed(Pop() as string ?? string.Empty, name ?? string.Empty));
                break;
            case (byte)'Q':
                stack.Push(Storage(Pop()));
                break;
            case (byte)'R':
                var arguments = Pop() as object?[] ?? throw Broken("a call without arguments");
                stack.Push(Make(Pop(), arguments));
                break;
            case (byte)'s':
                var value = Pop();
                Set(Pop(), value);
                break;
            case (byte)'u':
                var pairs = PopToMark();
                if (pairs.Length % 2 != 0) throw Broken("a key without a value");
                for (var i = 0; i < pairs.Length; i += 2) Set(pairs[i], pairs[i + 1]);
                break;
            case (byte)'b': // BUILD: the attribute _metadata of a state dictionary, which says nothing of its tensors
                Pop();
                if (Peek() is not Dictionary<string, object?>) throw Broken($"attributes of {Describe(Peek())}, expected of a dictionary");
                break;
            default:
                throw Broken($"pickle operation 0x{code:X2}, which no state dictionary needs");
        }
        return true;
    }

    private string Allowed(string module, string name)
    {
        var global = $"{module}.{name}";
        return Storages.ContainsKey(global) || global is "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_parameter" or "collections.OrderedDict"
            ? global
            : throw new InvalidDataException($"{path}: byte {at}: the pickle asks for '{global}'; only tensors are read, and nothing is ever called.");
    }

    private object Make(object? global, object?[] arguments) => (global as string, arguments) switch
    {
        ("collections.OrderedDict", []) => new Dictionary<string, object?>(StringComparer.Ordinal),
        ("torch._utils._rebuild_parameter", [PickledTensor tensor, ..]) => tensor,
        ("torch._utils._rebuild_tensor_v2", [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]) when shape.Length == strides.Length =>
            new PickledTensor(storage, offset, Numbers(shape), Numbers(strides)),
        _ => throw Broken($"a call of {Describe(global)} with {arguments.Length} arguments that do not fit it"),
    };

    private PickledStorage Storage(object? id) => id is object?[] and ["storage", string type, string key, ..] && Storages.TryGetValue(type, out var values)
        ? new PickledStorage(values, key)
        : throw Broken($"a reference to {Describe(id)}, expected to a storage");

    private void Set(object? key, object? value)
    {
        if (Peek() is not Dictionary<string, object?> entries) throw Broken($"an entry of {Describe(Peek())}, expected of a dictionary");
        if (key is not string name) throw Broken($"the key {Describe(key)}, expected a name");
        entries[name] = value;
    }

    private long[] Numbers(object?[] values) => Array.ConvertAll(values, value => value as long? ?? throw Broken($"a side of {Describe(value)}, expected a number"));

    private object? Remembered(uint place) => memo.TryGetValue(place, out var value) ? value : throw Broken($"memory place {place} is empty");

    private object?[] PopToMark()
    {
        var items = new List<object?>();
        for (var item = Pop(); item != Mark; item = Pop()) items.Add(item);
        items.Reverse();
        return [.. items];
    }

    private object? Pop() => stack.TryPop(out var value) ? value : throw Broken("an operation without its operand");

    private object? Peek() => stack.TryPeek(out var value) ? value : throw Broken("an operation without its operand");

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > bytes.Length - at) throw Broken($"{count} bytes are expected here, but the pickle ends at byte {bytes.Length}");
        at += (int)count;
        return bytes.AsSpan(at - (int)count, (int)count);
    }

    private string Text(long count) => System.Text.Encoding.UTF8.GetString(Take(count));

    private string Line()
    {
        var length = bytes.AsSpan(at).IndexOf((byte)'\n');
        if (length < 0) throw Broken("a name that does not end");
        var text = Text(length);
        at++;
        return text;
    }

    private long Long(ReadOnlySpan<byte> little)
    {
        if (little.Length > sizeof(long)) throw Broken($"a number of {little.Length} bytes, expected at most {sizeof(long)}");
        if (little.IsEmpty) return 0;
        long value = (sbyte)little[^1];
        for (var i = little.Length - 2; i >= 0; i--) value = value << 8 | little[i];
        return value;
    }

    private static string Describe(object? value) => value switch
    {
        null => "None",
        string text => $"'{text}'",
        long or bool => $"{value}",
        object?[] => "a tuple",
        PickledTensor => "a tensor",
        PickledStorage => "a storage",
        Dictionary<string, object?> => "a dictionary",
        _ => "a mark",
    };

    private InvalidDataException Broken(string what) => new($"{path}: byte {at} of the pickle: {what}.");
}
