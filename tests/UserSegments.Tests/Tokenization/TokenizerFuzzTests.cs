using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Tokenization;

/// <summary>Random Unicode of every plane, broken surrogates included, and mutated files; tests/Benchmarks runs the same a million times.</summary>
public sealed class TokenizerFuzzTests : IDisposable
{
    private const string Json = """
        {"added_tokens": [{"id": 6, "content": "<s>", "normalized": false, "lstrip": true}],
         "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true}, {"type": "Metaspace"}]},
         "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
           "pair": [], "special_tokens": {"<s>": {"ids": [6]}}},
         "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0], ["a", -2], ["▁", -1], ["▁a", -2.5], ["b", -3], ["ab", -3.5]]}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("fuzz").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Encode_AnyUtf16_HasOffsetsInsideTheText()
    {
        var rng = new Rng(20);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Json);
        Tokenizer[] tokenizers = [Tokenizer.Load(folder), Tokenizer.FromWordPieces(["[UNK]", "[CLS]", "[SEP]", "a", "##b", "世"])];
        for (var trial = 0; trial < 4000; trial++)
        {
            var text = RandomText(rng);
            foreach (var tokenizer in tokenizers)
            {
                var tokens = tokenizer.Encode(text);
                foreach (var (start, end) in tokens.Offsets)
                    Assert.True(start >= 0 && start <= end && end <= text.Length, $"trial {trial}: ({start}, {end}) in {text.Length}");
            }
        }
    }

    [Fact]
    public void Load_MutatedFile_EitherLoadsOrNamesTheFile()
    {
        var rng = new Rng(21);
        var path = Path.Combine(folder, "tokenizer.json");
        var whole = System.Text.Encoding.UTF8.GetBytes(Json);
        for (var trial = 0; trial < 2000; trial++)
        {
            var bytes = (byte[])whole.Clone();
            for (var i = 0; i <= rng.NextInt(3); i++) bytes[rng.NextInt(bytes.Length)] = (byte)rng.NextInt(256);
            if (trial % 5 == 0) bytes = bytes[..rng.NextInt(bytes.Length)];
            File.WriteAllBytes(path, bytes);
            try
            {
                Tokenizer.Load(path).Encode("ab a <s> 12");
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static string RandomText(Rng rng) => string.Concat(Enumerable.Range(0, rng.NextInt(24)).Select(_ => rng.NextInt(6) switch
    {
        0 => ((char)rng.NextInt(0x10000)).ToString(),                   // broken surrogates among them
        1 => char.ConvertFromUtf32(0x10000 + rng.NextInt(0x100000)),
        2 => " ",
        3 => "<s>"[..(1 + rng.NextInt(3))],
        _ => ((char)(0x20 + rng.NextInt(0x60))).ToString(),
    }));
}
