using UserSegments.Numerics;

namespace UserSegments.Tests.Numerics;

public sealed class AheadTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(50, 3)]
    public void Of_AnySequence_GivesTheSameItemsInOrder(int count, int ready)
    {
        var waits = 0;
        Assert.Equal(Enumerable.Range(0, count), Ahead.Of(Enumerable.Range(0, count), ready, _ => waits++));
        Assert.Equal(Math.Max(0, count - 1), waits);
    }

    [Fact]
    public void Of_SlowReader_HasOnlySoManyItemsMade()
    {
        var made = 0;
        using var items = Ahead.Of(Enumerable.Range(0, 100).Select(i => Interlocked.Increment(ref made)), 2, _ => { }).GetEnumerator();
        Assert.True(items.MoveNext());
        // One taken, two ready, one that waits for room.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref made) == 4, 5000));
        Thread.Sleep(20);
        Assert.Equal(4, Volatile.Read(ref made));
    }

    [Fact]
    public void Of_SourceThatBreaks_GivesItsItemsThenItsError()
    {
        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var item in Ahead.Of(Broken(), 1, _ => { })) seen.Add(item);
        });
        Assert.Equal("broken", error.Message);
        Assert.Equal([1, 2], seen);

        static IEnumerable<int> Broken()
        {
            yield return 1;
            yield return 2;
            throw new InvalidDataException("broken");
        }
    }

    [Fact]
    public void Of_ReaderThatStops_StopsTheSource()
    {
        var made = 0;
        foreach (var item in Ahead.Of(Enumerable.Range(0, int.MaxValue).Select(i => Interlocked.Increment(ref made)), 1, _ => { }))
            if (item == 3) break;
        var after = Volatile.Read(ref made);
        Assert.InRange(after, 3, 6);
        Thread.Sleep(20);
        Assert.Equal(after, Volatile.Read(ref made));
    }
}
