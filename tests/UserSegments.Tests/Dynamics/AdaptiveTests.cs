using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

/// <summary>Groups that are born, die and exchange people: 400 people, 3 events a window, directions with noise in 8 dimensions.</summary>
public sealed class AdaptiveTests
{
    private const int People = 400, Dimensions = 8;

    [Fact]
    public void Next_NothingHappens_TellsOfNothing()
    {
        var (follower, labels) = Run([Home, Home, Home, Home]);
        Assert.Empty(follower.Events);
        Assert.Equal([0], follower.Regrouped);
        Assert.InRange(Enumerable.Range(0, People).Count(u => labels[^1][u] != labels[0][u]), 0, 4);
    }

    [Fact]
    public void Next_ThirdOfAGroupMoves_IsAMigrationInItsWindow()
    {
        var (follower, labels) = Run([Home, Home, u => u % 12 == 0 ? 1 : Home(u), u => u % 12 == 0 ? 1 : Home(u)]);
        var told = Assert.Single(follower.Events);
        Assert.Equal((SegmentEventKind.Migration, 2), (told.Kind, told.Window));
        Assert.Equal((labels[0][0], labels[0][1]), (told.From[0], told.To[0]));
        Assert.Equal(1.0 / 3, told.Confidence, 0.08);
        Assert.InRange(Enumerable.Range(0, People).Count(u => u % 12 == 0 && labels[2][u] == labels[0][1]), 30, 34);
    }

    [Fact]
    public void Next_GroupScatters_DiesAndItsNumberIsNotUsedAgain()
    {
        var (follower, labels) = Run([Home, u => u % 4 == 0 ? 1 + u / 4 % 3 : u % 4, u => u % 4 == 0 ? 1 + u / 4 % 3 : u % 4]);
        var told = Assert.Single(follower.Events);
        Assert.Equal((SegmentEventKind.Death, 1), (told.Kind, told.Window));
        Assert.Equal(labels[0][0], told.From[0]);
        Assert.DoesNotContain(labels[0][0], labels[2]);
        Assert.Equal([0, 1], follower.Regrouped);
        Assert.NotEqual(labels[0][0], follower.Place(follower.Centres.Row(labels[0][0])));
    }

    [Fact]
    public void Next_GroupJoinsAnother_IsAMerge()
    {
        var (follower, labels) = Run([Home, u => u % 4 == 0 ? 1 : u % 4]);
        var told = Assert.Single(follower.Events);
        Assert.Equal(SegmentEventKind.Merge, told.Kind);
        Assert.Equal([labels[0][0], labels[0][1]], told.From);
    }

    [Fact]
    public void Next_NewDirection_IsABirthWithItsPeople()
    {
        // A fifth of all go where nobody was.
        var (follower, labels) = Run([Home, Home, u => u % 5 == 0 ? 6 : Home(u), u => u % 5 == 0 ? 6 : Home(u)]);
        var told = follower.Events[0];
        Assert.Equal((SegmentEventKind.Birth, 2, 4), (told.Kind, told.Window, told.To[0]));
        Assert.InRange(told.Confidence, 0.9, 1);
        Assert.InRange(Enumerable.Range(0, People).Count(u => (labels[2][u] == 4) == (u % 5 == 0)), 390, 400);
        Assert.DoesNotContain(follower.Events.Skip(1), e => e.Kind == SegmentEventKind.Birth);
    }

    [Fact]
    public void Next_AnyThreadCount_GivesTheSameBits()
    {
        float[] Bits(int threads)
        {
            using var scope = Blocks.UseThreads(threads);
            return Run([Home, Home, u => u % 5 == 0 ? 6 : Home(u)]).Follower.Centres.Values;
        }
        Assert.Equal(Bits(1), Bits(3));
    }

    [Fact]
    public void Next_SilentAndUnknown_StayAndAreNotPlaced()
    {
        var (follower, labels) = Run([Home, u => u < 300 ? u % 4 : -1]);
        Assert.Equal(labels[0][350], labels[1][350]);
        Assert.Equal(-1, follower.Next(new UsersInTime(default, new Matrix(People + 1, Dimensions), [.. Enumerable.Range(0, People)]))[People]);
        Assert.Empty(follower.Events);
    }

    private static int Home(int user) => user % 4;

    // For each window, the direction that each person follows; -1 is silent.
    private static (SegmentFollower Follower, int[][] Labels) Run(Func<int, int>[] windows)
    {
        var follower = new SegmentFollower(new FollowingOptions { Grouping = new KMeansOptions { K = 4, Seed = 1 }, Regrouping = Regrouping.Adaptive });
        var (rng, labels) = (new Rng(5), new List<int[]>());
        var vectors = new Matrix(People, Dimensions);
        foreach (var direction in windows)
        {
            for (var user = 0; user < People; user++)
            {
                if (direction(user) < 0) continue;
                vectors.Row(user).Clear();
                for (var e = 0; e < 3; e++)
                {
                    var row = new float[Dimensions];
                    for (var j = 0; j < Dimensions; j++) row[j] = (float)(0.2 * rng.NextGaussian());
                    row[direction(user)] += 1;
                    var unit = new Matrix(1, Dimensions, row).NormalizeRows().Row(0).ToArray();
                    follower.Observe(user, unit);
                    for (var j = 0; j < Dimensions; j++) vectors[user, j] += unit[j];
                }
            }
            labels.Add(follower.Next(new UsersInTime(default, vectors.NormalizeRows(), [.. Enumerable.Range(0, People)])));
        }
        return (follower, [.. labels]);
    }
}
