using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

public sealed class DecayedVectorsTests
{
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Mean_TwoEventsAHalfLifeApart_WeighsOneToTwo()
    {
        var vectors = new DecayedVectors(1, TimeSpan.FromDays(10));
        vectors.Add(0, Start, [3]);
        vectors.Add(0, Start.AddDays(10), [6]);
        Assert.Equal(5, vectors.Mean(0)![0], 1e-5);                    // (3 / 2 + 6) / (1 / 2 + 1)
        Assert.Equal(0.75, vectors.Mass(0, Start.AddDays(20)), 1e-9);
        Assert.Null(vectors.Mean(1));
    }

    [Fact]
    public void Add_AnyOrder_AgreesWithTheFormula()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var rng = new Rng(seed);
            var events = Enumerable.Range(0, 30).Select(_ => (Time: Start.AddHours(rng.NextInt(5000)), X: (float)rng.NextGaussian(), Weight: 0.1 + rng.NextDouble())).ToArray();
            var vectors = new DecayedVectors(1, TimeSpan.FromDays(30));
            foreach (var (time, x, weight) in events) vectors.Add(7, time, [x], weight);
            var last = events.Max(e => e.Time);
            var weights = events.Select(e => e.Weight * Math.Pow(2, -(last - e.Time).TotalDays / 30)).ToArray();
            Assert.Equal(events.Select((e, i) => e.X * weights[i]).Sum() / weights.Sum(), vectors.Mean(7)![0], 1e-5);
            Assert.Equal(weights.Sum(), vectors.Mass(7, last), 1e-9);
        }
    }

    [Fact]
    public void Forget_UsersLongSilent_BoundsMemory()
    {
        var vectors = new DecayedVectors(2, TimeSpan.FromDays(1));
        for (var user = 0; user < 100; user++) vectors.Add(user, Start.AddDays(user), [1, 2]);
        Assert.Equal(89, vectors.Forget(Start.AddDays(99), 0.9 / 1024));
        Assert.Equal(11, vectors.Users);
    }

    [Fact]
    public void SaveAndLoad_AtAnyEvent_GivesTheSameBits()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var rng = new Rng(seed);
            var events = Enumerable.Range(0, 60).Select(i => (User: rng.NextInt(5), Time: Start.AddHours(i + rng.NextInt(9)), X: new[] { (float)rng.NextGaussian(), 1 })).ToArray();
            var unbroken = new DecayedVectors(2, TimeSpan.FromDays(1));
            foreach (var e in events) unbroken.Add(e.User, e.Time, e.X);
            var (broken, cut) = (new DecayedVectors(2, TimeSpan.FromDays(1)), rng.NextInt(60));
            for (var i = 0; i < 60; i++)
            {
                if (i == cut)
                {
                    using var memory = new MemoryStream();
                    broken.Save(memory);
                    memory.Position = 0;
                    broken = DecayedVectors.Load(memory);
                }
                broken.Add(events[i].User, events[i].Time, events[i].X);
            }
            for (var user = 0; user < 5; user++) Assert.Equal(unbroken.Mean(user), broken.Mean(user));
        }
    }

    [Fact]
    public void Load_CutOff_SaysSo()
    {
        var vectors = new DecayedVectors(3, TimeSpan.FromDays(1));
        vectors.Add(1, Start, [1, 2, 3]);
        using var memory = new MemoryStream();
        vectors.Save(memory);
        for (var length = 0; length < memory.Length; length++)
            Assert.Throws<InvalidDataException>(() => DecayedVectors.Load(new MemoryStream(memory.ToArray()[..length])));
    }
}
