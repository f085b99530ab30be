using System.Diagnostics;
using System.Text;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace Benchmarks;

/// <summary><c>tokenizer-fuzz COUNT FOLDER...</c>: random texts of every plane, broken surrogates and words of a megabyte; offsets must lie inside the text, ids in the vocabulary.</summary>
internal static class TokenizerFuzz
{
    public static int Run(string[] args) => FuzzArguments.ForFolders(args, (count, folder) =>
    {
        var tokenizer = Tokenizer.Load(folder).WithMaxTokens(null);
        var (clock, tokens) = (Stopwatch.GetTimestamp(), 0L);
        Blocks.For(count, 1000, (block, from, to) =>
        {
            var rng = new Rng(7).Fork((ulong)block);
            var found = 0L;
            for (var trial = from; trial < to; trial++) found += Check(tokenizer, RandomText(rng), trial);
            Interlocked.Add(ref tokens, found);
        });
        var words = LongWords(new Rng(9)).Select((word, i) => Check(tokenizer, word, -i)).Sum();
        Console.WriteLine(FormattableString.Invariant(
            $"{Path.GetFileName(folder.TrimEnd('/'))} ({tokenizer.Kind}): {count} texts, {tokens} tokens, 8 words of 1 MB, {words} tokens: no failure; {Stopwatch.GetElapsedTime(clock).TotalSeconds:0} s"));
    });

    private static int Check(Tokenizer tokenizer, string text, int trial)
    {
        var sequence = tokenizer.Encode(text);
        for (var i = 0; i < sequence.Count; i++)
        {
            var (start, end) = sequence.Offsets[i];
            if (start < 0 || end < start || end > text.Length) throw new InvalidOperationException($"Trial {trial}: offset ({start}, {end}) lies outside a text of {text.Length} units.");
            if (sequence.Ids[i] < 0 || sequence.Ids[i] >= tokenizer.VocabularySize) throw new InvalidOperationException($"Trial {trial}: id {sequence.Ids[i]} of {tokenizer.VocabularySize}.");
        }
        return sequence.Count;
    }

    /// <summary>Up to 24 parts: any unit of UTF-16 (broken surrogates among them), any code point of planes 1 to 16, emoji, marks, ASCII, spaces, special tokens.</summary>
    private static string RandomText(Rng rng)
    {
        var text = new StringBuilder();
        for (var parts = rng.NextInt(24); parts > 0; parts--)
        {
            switch (rng.NextInt(8))
            {
                case 0:
                    text.Append((char)rng.NextInt(0x10000));
                    break;
                case 1:
                    text.Append(char.ConvertFromUtf32(0x10000 + rng.NextInt(0x100000)));
                    break;
                case 2:
                    text.Append(char.ConvertFromUtf32(0x1F300 + rng.NextInt(0x800)));
                    break;
                case 3:
                    text.Append((char)(0x300 + rng.NextInt(0x70)));
                    break;
                case 4:
                    text.Append(" \t\n\r\u00A0\u3000"[rng.NextInt(6)]);
                    break;
                case 5:
                    text.Append(((string[])["[CLS]", "[MASK]", "<|endoftext|>", "</s>", "<unk>", "##ing", "<0x0A>", "\u2581"])[rng.NextInt(8)]);
                    break;
                default:
                    text.Append((char)(0x20 + rng.NextInt(0x60)));
                    break;
            }
        }
        return text.ToString();
    }

    /// <summary>Eight words of a megabyte without a space.</summary>
    private static IEnumerable<string> LongWords(Rng rng)
    {
        const int Length = 1 << 20;
        yield return new string('a', Length);
        yield return new string('\uD83D', Length);
        yield return new string('\u0301', Length);
        yield return string.Concat(Enumerable.Repeat("\U0001F600", Length / 2));
        yield return new string('世', Length);
        yield return string.Create(Length, rng, (span, r) => Fill(span, () => (char)('a' + r.NextInt(26))));
        yield return string.Create(Length, rng, (span, r) => Fill(span, () => (char)(0x21 + r.NextInt(0xFF00))));
        yield return string.Concat(Enumerable.Repeat("na\u0308ive", Length / 6));

        static void Fill(Span<char> span, Func<char> next)
        {
            foreach (ref var unit in span) unit = next();
        }
    }
}
