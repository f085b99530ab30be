using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Encoding;

/// <summary>Mutated checkpoints load and work, or are refused with an error that names the place; tests/Benchmarks does the same (checkpoint-fuzz) two thousand times a file.</summary>
public sealed class CheckpointFuzzTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fuzz").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("tiny-relu", "model.safetensors")]
    [InlineData("tiny-torch", "pytorch_model.bin")]
    [InlineData("tiny-relu", "config.json")]
    [InlineData("tiny-qwen3-bf16", "model.safetensors")]
    [InlineData("tiny-qwen3-bf16", "config.json")]
    public void Load_MutatedFile_EitherWorksOrSaysWhy(string fixture, string file)
    {
        foreach (var name in new[] { "config.json", "model.safetensors", "pytorch_model.bin" })
        {
            var source = Path.Combine(EncoderParityTests.Fixture(fixture), name);
            if (File.Exists(source)) File.Copy(source, Path.Combine(folder, name));
        }
        var (rng, batch) = (new Rng(3), TokenBatch.FromSequences([[1, 2]]));
        var whole = File.ReadAllBytes(Path.Combine(folder, file));
        for (var trial = 0; trial < 60; trial++)
        {
            var bytes = (byte[])whole.Clone();
            for (var i = rng.NextInt(4); i >= 0; i--) bytes[rng.NextInt(Math.Min(bytes.Length, 2500))] = (byte)rng.NextInt(256);
            if (trial % 7 == 0) bytes = bytes[..rng.NextInt(bytes.Length)];
            File.WriteAllBytes(Path.Combine(folder, file), bytes);
            try
            {
                var model = EncoderFolder.Load(folder, null, EncoderPrecision.Float32);
                using var open = (IDisposable)model;
                if (model.MaxTokens > 1) model.Encode(batch);
            }
            catch (Exception error) when (error is InvalidDataException or ArgumentException { ParamName: "batch" })
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }
}
