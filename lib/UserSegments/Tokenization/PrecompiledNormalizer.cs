using System.Buffers.Binary;
using System.Globalization;

namespace UserSegments.Tokenization;

/// <summary>SentencePiece's compiled character map: a double-array trie (Aoe, 1989) from UTF-8 to replacements.</summary>
internal sealed class PrecompiledNormalizer : INormalizer
{
    private readonly uint[] trie;
    private readonly byte[] replacements;

    /// <param name="map">Four bytes of trie size, the trie, then the replacements, each ended by a zero byte.</param>
    /// <param name="source">File, for error messages.</param>
    public PrecompiledNormalizer(byte[] map, string source)
    {
        var size = map.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(map) : uint.MaxValue;
        if (size > map.Length - 4 || size % 4 != 0 || size == 0)
            throw new InvalidDataException($"{source}: the precompiled character map of {map.Length} bytes says that its trie has {size}, expected a multiple of 4 that fits.");
        trie = new uint[size / 4];
        for (var i = 0; i < trie.Length; i++) trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(map.AsSpan(4 + 4 * i));
        replacements = map[(4 + (int)size)..];
    }

    public void Apply(TextBuffer text)
    {
        Span<byte> bytes = stackalloc byte[8];
        for (var i = 0; i < text.Length;)
        {
            // Most text is ASCII before ASCII: a grapheme of its own, unless a line break pairs up.
            var c = text.Chars[i];
            var length = c < 0x80 && c != '\r' && (i + 1 >= text.Length || text.Chars[i + 1] < 0x80) ? 1 : StringInfo.GetNextTextElementLength(text.Text[i..]);
            var grapheme = text.Text.Slice(i, length);
            if (System.Text.Encoding.UTF8.GetByteCount(grapheme) < 6 && Find(bytes[..System.Text.Encoding.UTF8.GetBytes(grapheme, bytes)], out var whole))
                EmitReplacement(text, whole, i, i + length - 1);
            else
                EmitPoints(text, i, i + length, bytes);
            i += length;
        }
        text.Commit();
    }

    private void EmitPoints(TextBuffer text, int start, int end, Span<byte> bytes)
    {
        for (int i = start, units; i < end; i += units)
        {
            units = text.UnitsAt(i);
            if (Find(bytes[..System.Text.Encoding.UTF8.GetBytes(text.Text.Slice(i, units), bytes)], out var replacement))
                EmitReplacement(text, replacement, i, i + units - 1);
            else
                for (var u = 0; u < units; u++) text.Emit(text.Chars[i + u], i + u);
        }
    }

    private void EmitReplacement(TextBuffer text, int at, int first, int last)
    {
        var rest = replacements.AsSpan(Math.Min(at, replacements.Length));
        var end = rest.IndexOf((byte)0);
        var bytes = end < 0 ? rest : rest[..end];
        Span<char> chars = stackalloc char[256];
        if (bytes.Length > chars.Length) bytes = bytes[..chars.Length];
        text.Emit(chars[..System.Text.Encoding.UTF8.GetChars(bytes, chars)], first, last);
    }

    /// <summary>The shortest key that begins the text: what the tokenizers library takes.</summary>
    private bool Find(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        var node = Offset(trie[0]);
        foreach (var c in text)
        {
            if (c == 0) return false;
            node ^= c;
            if (node >= (uint)trie.Length) return false;
            var unit = trie[node];
            if ((unit & 0x800000FF) != c) return false;
            node ^= Offset(unit);
            if ((unit >> 8 & 1) == 0) continue;
            if (node >= (uint)trie.Length) return false;
            value = (int)(trie[node] & 0x7FFFFFFF);
            return true;
        }
        return false;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 1 << 9) >> 6);
}
