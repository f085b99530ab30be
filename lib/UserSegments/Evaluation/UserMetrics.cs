using System.Numerics.Tensors;

namespace UserSegments.Evaluation;

/// <summary>Computes all metrics of one user from a row of scores and keeps them; rows of different users may be added at once.</summary>
/// <remarks>Tests hold it to <see cref="RankingMetrics"/> on the whole sorted list.</remarks>
internal sealed class UserMetrics
{
    private readonly EvaluationSet set;
    private readonly int[] depths;
    private readonly Dictionary<string, double[]> values = [];
    private readonly (double[] Ndcg, double[] Hit, double[] Precision, double[] Recall, double[] Map, double[] Mrr, double[] Novelty,
        double[]? Diversity, double[]? Serendipity, double[]? Calibration)[] atDepth;
    private readonly double[] reciprocalRank, rPrecision, auc;
    private readonly int[][] lists, exposure;
    private readonly double[] discount, surprise;

    public UserMetrics(EvaluationSet set, int users)
    {
        this.set = set;
        depths = [.. set.Options.K];
        atDepth = Array.ConvertAll(depths, k => (
            New($"NDCG@{k}"), New($"HR@{k}"), New($"precision@{k}"), New($"recall@{k}"), New($"MAP@{k}"), New($"MRR@{k}"), New($"novelty@{k}"),
            set.ItemVectors is null ? null : New($"diversity@{k}"),
            set.ItemVectors is null ? null : New($"serendipity@{k}"),
            set.Categories is null ? null : New($"miscalibration@{k}")));
        (reciprocalRank, rPrecision, auc) = (New("MRR"), New("R-precision"), New("AUC"));
        lists = new int[users][];
        exposure = Array.ConvertAll(depths, _ => new int[set.Items]);
        discount = [.. Enumerable.Range(1, depths[^1]).Select(RankingMetrics.Discount)];
        var people = Math.Max(1, set.Users);
        surprise = Array.ConvertAll(set.Popularity, count => Math.Log2(people) - Math.Log2(Math.Max(1, count)));

        double[] New(string name) => values[name] = new double[users];
    }

    public void Add(int row, int user, ReadOnlySpan<float> scores)
    {
        var list = new int[Math.Min(depths[^1], set.Items)];
        list = list[..TopItems.Select(scores, list)];
        lists[row] = list;
        Span<float> gains = stackalloc float[list.Length];
        var relevant = set.Gains.RowIndices(user);
        var values = set.Gains.RowValues(user);
        for (var i = 0; i < list.Length; i++)
        {
            var at = relevant.BinarySearch(list[i]);
            gains[i] = at < 0 ? 0 : values[at];
        }
        Accuracy(row, gains, relevant.Length, values);
        Ranks(row, user, scores);
        Beyond(row, user, list, gains);
    }

    private void Accuracy(int row, ReadOnlySpan<float> gains, int r, ReadOnlySpan<float> all)
    {
        Span<float> ideal = r <= 256 ? stackalloc float[r] : new float[r];
        all.CopyTo(ideal);
        ideal.Sort(static (a, b) => b.CompareTo(a));
        var (hits, dcg, precisions, best, i, first) = (0, 0.0, 0.0, 0.0, 0, 0);
        for (var d = 0; d < depths.Length; d++)
        {
            var k = depths[d];
            for (; i < k; i++)
            {
                if (i < ideal.Length) best += ideal[i] * discount[i];
                if (i >= gains.Length || gains[i] <= 0) continue;
                if (first == 0) first = i + 1;
                dcg += gains[i] * discount[i];
                precisions += ++hits / (i + 1.0);
            }
            atDepth[d].Ndcg[row] = dcg / best;
            atDepth[d].Hit[row] = hits > 0 ? 1 : 0;
            atDepth[d].Precision[row] = (double)hits / k;
            atDepth[d].Recall[row] = (double)hits / r;
            atDepth[d].Map[row] = precisions / Math.Min(k, r);
            atDepth[d].Mrr[row] = first == 0 ? 0 : 1.0 / first;
        }
    }

    // Rank of a relevant item = 1 + items above it + items before it with the same score; AUC counts ties one half.
    private void Ranks(int row, int user, ReadOnlySpan<float> scores)
    {
        var relevant = set.Gains.RowIndices(user);
        var candidates = set.Items - (set.Options.ExcludeSeen ? set.Seen.RowIndices(user).Length : 0);
        var negatives = candidates - relevant.Length;
        var r = relevant.Length;
        Span<float> own = r <= 256 ? stackalloc float[r] : new float[r];
        for (var e = 0; e < r; e++) own[e] = scores[relevant[e]];
        own.Sort();
        var (best, inFirst, pairs, finite) = (int.MaxValue, 0, 0.0, -1);
        foreach (var item in relevant)
        {
            var score = scores[item];
            var (ownGreater, ownEqual) = TopItems.Count(own, score);
            if (score == float.NegativeInfinity)                              // not retrieved: ties with all that are not
            {
                finite = finite < 0 ? TopItems.Count(scores, score).Greater : finite;
                pairs += 0.5 * (candidates - finite - ownEqual);
                continue;
            }
            var (greater, equal) = TopItems.Count(scores, score);
            var before = equal == 1 ? 0 : TopItems.Count(scores[..item], score).Equal;
            var rank = 1 + greater + before;
            best = Math.Min(best, rank);
            if (rank <= r) inFirst++;
            pairs += negatives - (greater - ownGreater) - 0.5 * (equal - ownEqual);
        }
        reciprocalRank[row] = best == int.MaxValue ? 0 : 1.0 / best;
        rPrecision[row] = (double)inFirst / r;
        auc[row] = negatives == 0 ? double.NaN : pairs / ((double)negatives * r);
    }

    private void Beyond(int row, int user, ReadOnlySpan<int> list, ReadOnlySpan<float> gains)
    {
        var vectors = set.ItemVectors;
        Span<float> history = vectors is null ? [] : new float[vectors.Columns];
        if (vectors is not null) MeanOf(set.Seen.RowIndices(user), history);
        Span<float> sum = vectors is null ? [] : new float[vectors.Columns];
        var taste = set.Categories is null ? [] : Calibration.Distribution(set.Categories, set.Seen.RowIndices(user));
        var (novelty, serendipity, norms, i) = (0.0, 0.0, 0.0, 0);
        for (var d = 0; d < depths.Length; d++)
        {
            for (; i < Math.Min(depths[d], list.Length); i++)
            {
                novelty += surprise[list[i]];
                if (vectors is null) continue;
                var vector = vectors.Row(list[i]);
                if (gains[i] > 0) serendipity += 1 - TensorPrimitives.Dot<float>(vector, history);
                TensorPrimitives.Add<float>(sum, vector, sum);
                norms += TensorPrimitives.SumOfSquares<float>(vector);
            }
            var n = i;
            for (var e = 0; e < n; e++) Interlocked.Increment(ref exposure[d][list[e]]);
            atDepth[d].Novelty[row] = n == 0 ? double.NaN : novelty / n;
            // Sum over pairs of v_i · v_j = (|sum v|² - sum |v|²) / 2, so no pair is formed.
            if (atDepth[d].Diversity is { } diversity)
                diversity[row] = n < 2 ? double.NaN : 1 - (TensorPrimitives.SumOfSquares<float>(sum) - norms) / ((double)n * (n - 1));
            if (atDepth[d].Serendipity is { } lucky) lucky[row] = serendipity / depths[d];
            if (atDepth[d].Calibration is { } calibration)
                calibration[row] = Calibration.Divergence(taste, Calibration.Distribution(set.Categories!, list[..n]));
        }
    }

    private void MeanOf(ReadOnlySpan<int> items, Span<float> mean)
    {
        foreach (var item in items) TensorPrimitives.Add<float>(mean, set.ItemVectors!.Row(item), mean);
        if (items.Length > 0) TensorPrimitives.Divide<float>(mean, items.Length, mean);
    }

    public RankingResult ToResult(string name, int[] users, TimeSpan duration)
    {
        var overall = new Dictionary<string, double>();
        for (var d = 0; d < depths.Length; d++)
        {
            overall[$"coverage@{depths[d]}"] = set.Items == 0 ? 0 : exposure[d].Count(count => count > 0) / (double)set.Items;
            overall[$"Gini@{depths[d]}"] = Exposure.Gini(exposure[d]);
        }
        return new RankingResult(name, users, values, overall, lists) { UsersWithoutRelevant = set.Users - users.Length, Duration = duration };
    }
}
