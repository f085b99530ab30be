using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Paired tests of what only all users together have: coverage of the items, the gap between groups.</summary>
/// <remarks>
/// p: each user's two results change places at random (a permutation test, exact where the methods are exchangeable). Interval: users drawn again;
/// both measures are biased in a resample (fewer different people, noisier means), so the interval is moved by what the resamples lie off on average.
/// O(rounds · users · depth). The same bits on any number of threads.
/// </remarks>
public static class OverallDifference
{
    /// <summary>Share of the items that some list shows: first minus second.</summary>
    /// <param name="first">What is asked about.</param>
    /// <param name="second">What it is held against, judged on the same users.</param>
    /// <param name="depth">Places of each list that count.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="seed">Seed of draws and swaps.</param>
    /// <param name="rounds">Resamples, and swaps.</param>
    public static PairedTest Coverage(RankingResult first, RankingResult second, int depth, int items, ulong seed, int rounds = 1000)
    {
        SameUsers(first, second);
        Check.AtLeast(depth, 1);
        Check.AtLeast(items, 1);
        return Test(first.Users.Count, seed, rounds, (users, swapped) =>
        {
            var (a, b) = (new bool[items], new bool[items]);
            foreach (var u in users)
            {
                Mark(first.List(u), swapped[u] ? b : a);
                Mark(second.List(u), swapped[u] ? a : b);
            }
            return (a.Count(x => x) - b.Count(x => x)) / (double)items;
        });

        void Mark(ReadOnlySpan<int> list, bool[] seen)
        {
            foreach (var item in list[..Math.Min(depth, list.Length)]) seen[item] = true;
        }
    }

    /// <summary>How far group means lie from the mean of all, <c>Σ n_g / n · |mean_g - mean|</c>: second minus first, so that above 0 the first is the fairer.</summary>
    /// <param name="first">What is asked about.</param>
    /// <param name="second">What it is held against, judged on the same users.</param>
    /// <param name="groupOfUser">(users) group of every user of the data set; negative: left out.</param>
    /// <param name="metric">A metric that every user has.</param>
    /// <param name="seed">Seed of draws and swaps.</param>
    /// <param name="rounds">Resamples, and swaps.</param>
    /// <returns>The gaps of both, and the test of their difference.</returns>
    public static (double First, double Second, PairedTest Test) Gap(
        RankingResult first, RankingResult second, IReadOnlyList<int> groupOfUser, string metric, ulong seed, int rounds = 1000)
    {
        SameUsers(first, second);
        ArgumentNullException.ThrowIfNull(groupOfUser);
        var (a, b) = (first.Values(metric), second.Values(metric));
        int[] kept = [.. Enumerable.Range(0, a.Count).Where(i => groupOfUser[first.Users[i]] >= 0 && !double.IsNaN(a[i]) && !double.IsNaN(b[i]))];
        int[] group = [.. kept.Select(i => groupOfUser[first.Users[i]])];
        var groups = group.DefaultIfEmpty(-1).Max() + 1;
        var none = new bool[kept.Length];
        var all = Enumerable.Range(0, kept.Length).ToArray();
        return (GapOf(all, none, false), GapOf(all, none, true), Test(kept.Length, seed, rounds, (users, swapped) => GapOf(users, swapped, true) - GapOf(users, swapped, false)));

        double GapOf(int[] users, bool[] swapped, bool second)
        {
            var (sums, counts) = (new double[groups], new int[groups]);
            foreach (var u in users)
            {
                sums[group[u]] += (second != swapped[u] ? b : a)[kept[u]];
                counts[group[u]]++;
            }
            var mean = sums.Sum() / users.Length;
            return Enumerable.Range(0, groups).Where(g => counts[g] > 0).Sum(g => Math.Abs(sums[g] - counts[g] * mean)) / users.Length;
        }
    }

    private static PairedTest Test(int users, ulong seed, int rounds, Func<int[], bool[], double> difference)
    {
        Check.AtLeast(rounds, 1);
        if (users == 0) return new PairedTest(new Estimate(double.NaN, double.NaN, double.NaN), 1, 0);
        var all = Enumerable.Range(0, users).ToArray();
        var none = new bool[users];
        var observed = difference(all, none);
        var (drawn, exchanged, source) = (new double[rounds], new double[rounds], new Rng(seed));
        Blocks.For(rounds, 20, (block, start, end) =>
        {
            var rng = source.Fork((ulong)block);
            var (sample, swapped) = (new int[users], new bool[users]);
            for (var round = start; round < end; round++)
            {
                for (var i = 0; i < users; i++) (sample[i], swapped[i]) = (rng.NextInt(users), rng.NextInt(2) == 1);
                (drawn[round], exchanged[round]) = (difference(sample, none), difference(all, swapped));
            }
        });
        var bias = drawn.Average() - observed;
        Array.Sort(drawn);
        var (low, high) = (drawn[(int)(0.025 * (rounds - 1))] - bias, drawn[(int)Math.Ceiling(0.975 * (rounds - 1))] - bias);
        var p = (1.0 + exchanged.Count(x => Math.Abs(x) >= Math.Abs(observed) - 1e-12)) / (1.0 + rounds);
        return new PairedTest(new Estimate(observed, low, high), p, users);
    }

    private static void SameUsers(RankingResult first, RankingResult second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Users.SequenceEqual(second.Users))
            throw new ArgumentException($"{first.Name} was judged on other users than {second.Name}; evaluate both on one EvaluationSet.", nameof(first));
    }
}
