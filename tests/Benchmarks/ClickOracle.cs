using UserSegments.Data;
using UserSegments.Numerics;

namespace Benchmarks;

/// <summary>
/// What could be known of clicks by somebody who knows the market's model and every hidden value of its items, but of a person only what was clicked, left and bought
/// before: segment and deviation are drawn from their prior (the same draws for everybody) and weighed by the likelihood of the person's past.
/// </summary>
/// <remarks>For a market without drift and off-taste purchases. Items that appear during the year are taken as there from its beginning. What people write, and
/// which items the market chose to show them, is not looked at.</remarks>
internal sealed class ClickOracle
{
    private readonly MarketTruth truth;
    private readonly double[] prior;
    private readonly double[][] utilities;
    private readonly double[] choice;

    public ClickOracle(MarketTruth truth, double individuality, int drawsPerSegment, ulong seed)
    {
        this.truth = truth;
        var (segments, items, random) = (truth.SegmentCount, truth.ItemCategories.Count, new Rng(seed));
        var categories = truth.Categories.Count;
        prior = new double[segments * drawsPerSegment];
        utilities = new double[prior.Length][];
        choice = new double[prior.Length];
        var shares = new double[segments];
        foreach (var segment in truth.Segments) shares[segment] += 1.0 / truth.Segments.Count;
        for (var draw = 0; draw < prior.Length; draw++)
        {
            var taste = truth.SegmentTaste(draw / drawsPerSegment, 1);
            for (var i = 0; i < taste.Length; i++)
            {
                taste[i] += (i < categories ? 1 : 0.35) * individuality * random.NextGaussian();
                if (i >= categories && i < taste.Length - 1) taste[i] = Math.Max(0, taste[i]);
            }
            prior[draw] = Math.Log(shares[draw / drawsPerSegment] / drawsPerSegment);
            utilities[draw] = [.. Enumerable.Range(0, items).Select(item => truth.Utility(taste, item))];
            choice[draw] = Math.Log(utilities[draw].Sum(Math.Exp));
        }
    }

    /// <summary>(lists) the probabilities of clicks of some lists, given all that the same person did before each.</summary>
    public double[][] Predict(Dataset data, Func<Impression, bool> which)
    {
        var (lists, rows) = (data.Impressions.Index().ToLookup(x => x.Item.User), data.Interactions.ToLookup(x => x.User));
        var result = new double[data.Impressions.Count][];
        Blocks.For(data.Users.Count, 16, (_, first, last) =>
        {
            for (var user = first; user < last; user++) Live([.. lists[user].OrderBy(x => x.Item.Time)], [.. rows[user].OrderBy(x => x.Time)], which, result);
        });
        return [.. result.Where(x => x is not null)];
    }

    private void Live((int Index, Impression Item)[] lists, Interaction[] rows, Func<Impression, bool> which, double[][] result)
    {
        if (!lists.Any(x => which(x.Item))) return;
        var (evidence, row, clicks) = ((double[])prior.Clone(), 0, new HashSet<int>());
        foreach (var (index, list) in lists)
        {
            for (; row < rows.Length && rows[row].Time < list.Time; row++)
            {
                var item = rows[row].Item;
                // A clicked item is bought by its own chance; any other was chosen among all.
                for (var draw = 0; draw < evidence.Length; draw++)
                    evidence[draw] += clicks.Contains(item) ? Math.Log(MarketTruth.Buy(utilities[draw][item])) : utilities[draw][item] - choice[draw];
            }
            var highest = evidence.Max();
            var sums = new double[list.Items.Length];
            var total = 0.0;
            for (var draw = 0; draw < evidence.Length; draw++)
            {
                var weight = Math.Exp(evidence[draw] - highest);
                total += weight;
                for (var j = 0; j < sums.Length; j++)
                {
                    var p = MarketTruth.Click(utilities[draw][list.Items[j]], j);
                    sums[j] += weight * p;
                    evidence[draw] += Math.Log(list.Clicked[j] ? p : 1 - p);
                }
            }
            if (which(list)) result[index] = Array.ConvertAll(sums, sum => sum / total);
            for (var j = 0; j < list.Items.Length; j++)
            {
                if (list.Purchased?[j] == true) clicks.Add(list.Items[j]);
            }
        }
    }
}
