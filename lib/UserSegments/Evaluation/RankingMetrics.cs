using UserSegments.Numerics;

namespace UserSegments.Evaluation;

/// <summary>Metrics of one ranked list, each with its convention.</summary>
/// <remarks>
/// A list holds item indices, the best first, no item twice; it may be shorter than k, and the missing places count as misses.
/// R is the number of relevant items. A user without relevant items (R = 0) has no value: the functions return null, and
/// <see cref="Evaluator"/> leaves such users out of the means and reports how many there were. This is the plain form for reading and for
/// work by hand; <see cref="Evaluator"/> computes the same numbers from scores.
/// </remarks>
public static class RankingMetrics
{
    /// <summary>NDCG@k = DCG / ideal DCG, with <c>DCG = sum over ranks r ≤ k of gain / log2(r + 1)</c> (Järvelin and Kekäläinen, 2002).</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant; the ideal list holds its k largest gains.</param>
    /// <param name="k">Depth, at least 1.</param>
    public static double? Ndcg(ReadOnlySpan<int> ranked, Relevance relevance, int k)
    {
        var (depth, r) = Depth(ranked, relevance, k);
        if (r == 0) return null;
        var (dcg, ideal) = (0.0, 0.0);
        for (var i = 0; i < depth; i++) dcg += relevance.GainOf(ranked[i]) * Discount(i + 1);
        for (var i = 0; i < Math.Min(k, r); i++) ideal += relevance.GainsDescending[i] * Discount(i + 1);
        return dcg / ideal;
    }

    /// <summary>HR@k, also called success@k: 1 when any of the first k items is relevant, else 0.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <param name="k">Depth, at least 1.</param>
    public static double? HitRate(ReadOnlySpan<int> ranked, Relevance relevance, int k) =>
        Hits(ranked, relevance, k) is { } hits ? Math.Min(hits, 1) : null;

    /// <summary>Precision@k = relevant among the first k / k; the divisor stays k when the list is shorter.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <param name="k">Depth, at least 1.</param>
    public static double? Precision(ReadOnlySpan<int> ranked, Relevance relevance, int k) =>
        Hits(ranked, relevance, k) is { } hits ? (double)hits / k : null;

    /// <summary>Recall@k = relevant among the first k / R.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <param name="k">Depth, at least 1.</param>
    public static double? Recall(ReadOnlySpan<int> ranked, Relevance relevance, int k) =>
        Hits(ranked, relevance, k) is { } hits ? (double)hits / relevance.Count : null;

    /// <summary>AP@k = sum of precision at the rank of each relevant item among the first k / min(k, R); its mean over users is MAP@k.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <param name="k">Depth, at least 1.</param>
    /// <param name="divideByAll">Divide by R instead, as trec_eval's map_cut and ranx do; the same where k is at least R.</param>
    public static double? AveragePrecision(ReadOnlySpan<int> ranked, Relevance relevance, int k, bool divideByAll = false)
    {
        var (depth, r) = Depth(ranked, relevance, k);
        if (r == 0) return null;
        var (hits, sum) = (0, 0.0);
        for (var i = 0; i < depth; i++)
        {
            if (relevance.GainOf(ranked[i]) > 0) sum += ++hits / (i + 1.0);
        }
        return sum / (divideByAll ? r : Math.Min(k, r));
    }

    /// <summary>RR@k = 1 / rank of the first relevant item, 0 when none is among the first k; its mean over users is MRR@k.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <param name="k">Depth, at least 1; <see cref="int.MaxValue"/> for the whole list.</param>
    public static double? ReciprocalRank(ReadOnlySpan<int> ranked, Relevance relevance, int k = int.MaxValue)
    {
        var (depth, r) = Depth(ranked, relevance, k);
        if (r == 0) return null;
        for (var i = 0; i < depth; i++)
        {
            if (relevance.GainOf(ranked[i]) > 0) return 1.0 / (i + 1);
        }
        return 0;
    }

    /// <summary>R-precision = relevant among the first R / R.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="relevance">What is relevant.</param>
    public static double? RPrecision(ReadOnlySpan<int> ranked, Relevance relevance)
    {
        ArgumentNullException.ThrowIfNull(relevance);
        return relevance.Count == 0 ? null : Precision(ranked, relevance, relevance.Count);
    }

    /// <summary>AUC: the share of (relevant, irrelevant) pairs whose relevant item has the higher score; ties count one half.</summary>
    /// <param name="scores">(items) scores of all candidates, by item index; NaN: not a candidate.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <returns>Null when there is no relevant or no irrelevant candidate.</returns>
    /// <remarks>O(R n): the plain form.</remarks>
    public static double? Auc(ReadOnlySpan<float> scores, Relevance relevance)
    {
        ArgumentNullException.ThrowIfNull(relevance);
        var (sum, pairs) = (0.0, 0L);
        foreach (var item in relevance.Items)
        {
            if (float.IsNaN(scores[item])) continue;
            for (var other = 0; other < scores.Length; other++)
            {
                if (float.IsNaN(scores[other]) || relevance.GainOf(other) > 0) continue;
                pairs++;
                sum += scores[item] > scores[other] ? 1 : scores[item] == scores[other] ? 0.5 : 0;
            }
        }
        return pairs == 0 ? null : sum / pairs;
    }

    /// <summary><c>1 / log2(rank + 1)</c>: what a gain at a rank is worth; 1 at rank 1.</summary>
    /// <param name="rank">At least 1.</param>
    public static double Discount(int rank) => 1 / Math.Log2(Check.AtLeast(rank, 1) + 1.0);

    private static int? Hits(ReadOnlySpan<int> ranked, Relevance relevance, int k)
    {
        var (depth, r) = Depth(ranked, relevance, k);
        if (r == 0) return null;
        var hits = 0;
        for (var i = 0; i < depth; i++)
        {
            if (relevance.GainOf(ranked[i]) > 0) hits++;
        }
        return hits;
    }

    private static (int Depth, int Relevant) Depth(ReadOnlySpan<int> ranked, Relevance relevance, int k)
    {
        ArgumentNullException.ThrowIfNull(relevance);
        return (Math.Min(Check.AtLeast(k, 1), ranked.Length), relevance.Count);
    }
}
