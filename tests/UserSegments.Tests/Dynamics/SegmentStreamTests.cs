using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class SegmentStreamTests : IDisposable
{
    private static readonly SegmentStreamOptions Options = new() { HalfLife = TimeSpan.FromDays(5), Memory = 200, ForgetEvery = 300, LeastMass = 0.3 };
    private readonly string path = Path.Combine(Path.GetTempPath(), $"segment-stream-{Guid.NewGuid():N}.bin");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Take_TwoDirections_PlacesUsersByTheirFadedVector()
    {
        var stream = new SegmentStream(Matrix.FromRows([[2, 0], [0, 1]]), Options);
        var segments = new int[3];
        stream.Take([7, 8, 7], [Day(0), Day(0), Day(10)], Matrix.FromRows([[1, 0], [0, 1], [0, 1]]), segments);
        Assert.Equal([0, 1, 1], segments);                                  // two half-lives later the new direction weighs four times the old one
        Assert.Equal(4, stream.Vector(7)![1] / stream.Vector(7)![0], 1e-4);
        Assert.Equal((3, 2), (stream.Events, stream.Users));
    }

    [Fact]
    public void Take_LateEvents_CountByTheirAgeAndAreCounted()
    {
        var (inOrder, late) = (new SegmentStream(Matrix.FromRows([[1, 0], [0, 1]]), Options), new SegmentStream(Matrix.FromRows([[1, 0], [0, 1]]), Options));
        var one = new int[1];
        foreach (var (stream, days) in new[] { (inOrder, new[] { 0, 3, 9 }), (late, [9, 0, 3]) })
        {
            foreach (var day in days) stream.Take([1], [Day(day)], Matrix.FromRows([[day, 1]]), one);
        }
        for (var c = 0; c < 2; c++) Assert.Equal(inOrder.Vector(1)![c], late.Vector(1)![c], 1e-5);
        Assert.Equal((0, 2), (inOrder.Late, late.Late));
    }

    [Fact]
    public void SaveAndLoad_AtAnyBatch_GivesTheSameFile()
    {
        var unbroken = Run(-1, 1);
        for (var cut = 0; cut < 12; cut++) Assert.Equal(unbroken, Run(cut, 1 + cut % 3));
    }

    [Fact]
    public void Load_CutOff_NamesTheFile()
    {
        Run(-1, 1);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 3, 40, 200, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains("cut off", Assert.Throws<InvalidDataException>(() => SegmentStream.Load(path, Options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SaveAndLoad_AfterAKilledSave_RemoveWhatItLeft()
    {
        string[] left = [.. Enumerable.Range(0, 2).Select(_ => $"{path}.{Guid.NewGuid():N}.part")];
        var foreign = $"{path}.notes.part";
        foreach (var file in left.Append(foreign)) File.WriteAllText(file, "half");
        var stream = new SegmentStream(Matrix.FromRows([[1, 0]]), Options);
        stream.Save(path);
        Assert.All(left, file => Assert.False(File.Exists(file)));
        File.WriteAllText(left[0], "half");
        SegmentStream.Load(path, Options);
        Assert.False(File.Exists(left[0]));
        Assert.True(File.Exists(foreign));                                    // not a name that Save gives
        File.Delete(foreign);
    }

    [Fact]
    public void Take_SilentUsers_AreForgotten()
    {
        var (stream, segments) = (new SegmentStream(Matrix.FromRows([[1, 0]]), Options), new int[100]);
        for (var batch = 0; batch < 60; batch++)
            stream.Take([.. Enumerable.Range(100 * batch, 100)], [.. Enumerable.Repeat(Day(batch), 100)], new Matrix(100, 2, [.. Enumerable.Repeat(1f, 200)]), segments);
        Assert.InRange(stream.Users, 100, 1300);                            // 8.7 days until a mass of 1 is below 0.3, and 3 batches between rounds
    }

    // 12 batches; after one of them the state goes through a file.
    private byte[] Run(int cut, int threads)
    {
        using var _ = Blocks.UseThreads(threads);
        var (rng, stream) = (new Rng(4), new SegmentStream(Matrix.FromRows([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), Options));
        for (var batch = 0; batch < 12; batch++)
        {
            var n = 50 + rng.NextInt(50);
            var rows = new Matrix(n, 3);
            for (var i = 0; i < rows.Values.Length; i++) rows.Values[i] = (float)rng.NextDouble();
            stream.Take([.. Enumerable.Range(0, n).Select(_ => rng.NextInt(60))], [.. Enumerable.Range(0, n).Select(_ => Day(batch + rng.NextInt(3)))], rows, new int[n]);
            if (batch != cut) continue;
            stream.Save(path);
            stream = SegmentStream.Load(path, Options);
        }
        stream.Save(path);
        return File.ReadAllBytes(path);
    }

    private static DateTime Day(int day) => new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day);
}
