using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Full ranking: every item that a user has not seen competes; nothing is sampled.</summary>
/// <remarks>
/// Sampled candidates are not offered, as they can turn the order of methods round (Krichene and Rendle, 2020). Conventions: equal
/// scores are ranked by item index ascending; items the user had in training are left out of list and relevance; users without a
/// relevant item have no value, are left out of the means and counted; items nobody judged are irrelevant. Users are worked in blocks
/// in parallel; the same input gives the same bits on any number of threads. Per user O(n + R n / 16), one row of scores a thread.
/// </remarks>
public static class Evaluator
{
    private const int BlockUsers = 64;

    /// <summary>Judges a scorer on a split.</summary>
    /// <param name="scorer">What is judged; fitted to the training part alone.</param>
    /// <param name="split">Training and test part.</param>
    /// <param name="options">Depths and what is relevant.</param>
    public static RankingResult Evaluate(IScorer scorer, Split split, EvaluationOptions? options = null) =>
        Evaluate(scorer, EvaluationSet.Of(split, options));

    /// <summary>Judges a scorer on a set that several scorers share.</summary>
    /// <param name="scorer">What is judged; fitted to the training part alone.</param>
    /// <param name="set">Seen and relevant items.</param>
    /// <param name="cancellation">Stops between blocks of users.</param>
    /// <exception cref="InvalidOperationException">A score is NaN; scorer, user and item are named.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RankingResult Evaluate(IScorer scorer, EvaluationSet set, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(set);
        var watch = Stopwatch.StartNew();
        int[] users = [.. Enumerable.Range(0, set.Users).Where(user => set.Gains.RowIndices(user).Length > 0)];
        var table = new UserMetrics(set, users.Length);
        try
        {
            var rows = scorer is IBlockScorer ? BlockUsers : 1;
            var pool = new ConcurrentBag<Matrix>();                           // a row or block of scores a thread, used again
            Blocks.For(users.Length, BlockUsers, (_, start, end) =>
            {
                cancellation.ThrowIfCancellationRequested();
                using var alone = Blocks.UseThreads(1);                       // the blocks are the parallel part
                var shape = rows == 1 ? 1 : end - start;
                var scores = shape == rows && pool.TryTake(out var used) ? used : new Matrix(shape, set.Items);
                RankBlock(scorer, users.AsSpan(start..end), start, table, set, scores);
                if (shape == rows) pool.Add(scores);
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception.InnerExceptions[0]).Throw();
        }
        return table.ToResult(scorer.Name, users, watch.Elapsed);
    }

    private static void RankBlock(IScorer scorer, ReadOnlySpan<int> users, int start, UserMetrics table, EvaluationSet set, Matrix scores)
    {
        var block = scorer as IBlockScorer;
        block?.ScoreBlock(users, scores);
        for (var i = 0; i < users.Length; i++)
        {
            var row = scores.Row(block is null ? 0 : i);
            if (block is null) scorer.Score(users[i], row);
            if (TensorPrimitives.IsNaNAny<float>(row)) throw NotANumber(scorer, users[i], row);
            if (set.Options.ExcludeSeen)
            {
                foreach (var item in set.Seen.RowIndices(users[i])) row[item] = float.NegativeInfinity;
            }
            table.Add(start + i, users[i], row);
        }
    }

    private static InvalidOperationException NotANumber(IScorer scorer, int user, ReadOnlySpan<float> row)
    {
        var item = 0;
        while (!float.IsNaN(row[item])) item++;
        return new InvalidOperationException($"{scorer.Name} gives NaN to item {item} for user {user}, expected a number or minus infinity.");
    }
}
