using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Tests.Data;

/// <summary>Damaged files: either they are read, or one clear error names the place; nothing else escapes.</summary>
public sealed class ReaderFuzzTests
{
    public static TheoryData<string> Forms => [.. ReaderSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Open_MutatedBytes_ReadsOrSaysWhere(string form)
    {
        using var folder = ReaderSamples.All[form]();
        var files = Directory.GetFiles(folder.Path).ToDictionary(x => x, File.ReadAllBytes);
        for (ulong seed = 0; seed < 60; seed++)
        {
            var rng = new Rng(seed);
            var (path, bytes) = files.ElementAt(rng.NextInt(files.Count));
            File.WriteAllBytes(path, Mutate(bytes, rng));
            try
            {
                var data = Datasets.Open(folder.Path);
                Assert.True(data.Interactions.Count + data.Impressions.Count > 0, $"{form}, seed {seed}");
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{form}, seed {seed}: {error}");
            }
            File.WriteAllBytes(path, bytes);
        }
    }

    private static byte[] Mutate(byte[] bytes, Rng rng)
    {
        var copy = bytes.ToList();
        for (var changes = 1 + rng.NextInt(4); changes > 0 && copy.Count > 0; changes--)
        {
            var at = rng.NextInt(copy.Count);
            switch (rng.NextInt(5))
            {
                case 0: copy[at] = (byte)rng.NextInt(256); break;
                case 1: copy.RemoveAt(at); break;
                case 2: copy.Insert(at, (byte)"\"\n\t,:|\r\0{}"[rng.NextInt(10)]); break;
                case 3: copy.RemoveRange(at, copy.Count - at); break;
                default: copy.InsertRange(at, copy.GetRange(at, Math.Min(copy.Count - at, 1 + rng.NextInt(20)))); break;
            }
        }
        return [.. copy];
    }
}
