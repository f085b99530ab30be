using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Whether explanations are faithful: deleting what they call important must cost more than deleting at random (Petsiuk et al., 2018).</summary>
/// <param name="Deletion">Area under the random deletion curve less that under the explained one, mean over the cases with its 95 % interval; above 0 is faithful.</param>
/// <param name="Insertion">Area under the explained insertion curve less that under the random one; above 0 is faithful.</param>
/// <param name="Shares">(11) shares of the parts that are gone, 0 to 1.</param>
/// <param name="Explained">(11) mean score with the most important parts deleted first.</param>
/// <param name="Random">(11) the same in random order.</param>
/// <param name="Cases">Number of cases with a score above 0 and at least two parts.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Text])]
public sealed record Faithfulness(Estimate Deletion, Estimate Insertion, IReadOnlyList<double> Shares, IReadOnlyList<double> Explained, IReadOnlyList<double> Random, int Cases) : IDisplayable
{
    private const int Points = 11;

    /// <summary>Explains cases and deletes their parts in order.</summary>
    /// <param name="cases">The texts of each case, and what explains them.</param>
    /// <param name="orders">Random orders a case.</param>
    /// <param name="seed">Seed of the orders, the explanations and the intervals.</param>
    /// <remarks>In the unit of the score: dividing by each case's own would let those whose score is nearly 0 decide. A case with a score at or below 0 is left out.</remarks>
    public static Faithfulness Measure(IReadOnlyList<(IReadOnlyList<string> Texts, PartExplainer Explainer)> cases, int orders = 10, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(cases);
        Check.AtLeast(orders, 1);
        var (deletion, insertion) = (new List<double>(), new List<double>());
        var (explained, random) = (new double[Points], new double[Points]);
        var source = new Rng(seed);
        for (var i = 0; i < cases.Count; i++)
        {
            var (texts, explainer) = cases[i];
            if (texts.Count < 2) continue;
            var explanation = explainer.Explain(texts, seed: seed);
            if (!(explanation.Score > 0)) continue;
            int[] order = [.. Enumerable.Range(0, explanation.Parts.Count).OrderByDescending(part => explanation.Contributions[part]).ThenBy(part => part)];
            var rng = source.Fork((ulong)i);
            var (own, ownInserted) = (Curve(explainer, explanation, order, delete: true), Curve(explainer, explanation, order, delete: false));
            var (chance, chanceInserted) = (new double[Points], 0.0);
            for (var round = 0; round < orders; round++)
            {
                rng.Shuffle(order.AsSpan());
                var curve = Curve(explainer, explanation, order, delete: true);
                for (var p = 0; p < Points; p++) chance[p] += curve[p] / orders;
                chanceInserted += Area(Curve(explainer, explanation, order, delete: false)) / orders;
            }
            deletion.Add(Area(chance) - Area(own));
            insertion.Add(Area(ownInserted) - chanceInserted);
            for (var p = 0; p < Points; p++) (explained[p], random[p]) = (explained[p] + own[p], random[p] + chance[p]);
        }
        var count = Math.Max(1, deletion.Count);
        return new Faithfulness(
            Bootstrap.Interval(deletion, seed), Bootstrap.Interval(insertion, seed), [.. Enumerable.Range(0, Points).Select(p => p / (Points - 1.0))],
            Array.ConvertAll(explained, sum => sum / count), Array.ConvertAll(random, sum => sum / count), deletion.Count);
    }

    /// <summary>The two margins.</summary>
    public Table ToTable() => Table.WithColumns("curve", "area, explained against random order").Add("deletion (random less explained)", Deletion).Add("insertion (explained less random)", Insertion)
        .WithCaption(FormattableString.Invariant($"{Cases:N0} cases; above 0 is faithful"));

    /// <summary>The two margins, as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The score at 11 shares of the parts deleted (or inserted) in order, linear between the parts.</summary>
    private static double[] Curve(PartExplainer explainer, Explanation explanation, int[] order, bool delete)
    {
        var texts = new List<string>();
        var mask = delete ? ulong.MaxValue >> (64 - order.Length) : 0UL;
        texts.Add(PartExplainer.Join(explanation.Parts, mask));
        foreach (var part in order) texts.Add(PartExplainer.Join(explanation.Parts, mask ^= 1UL << part));
        var scores = explainer.Scores(texts);
        var curve = new double[Points];
        for (var p = 0; p < Points; p++)
        {
            var place = p / (Points - 1.0) * order.Length;
            var at = Math.Min((int)place, order.Length - 1);
            curve[p] = scores[at] + (scores[at + 1] - scores[at]) * (place - at);
        }
        return curve;
    }

    private static double Area(double[] curve) => (curve.Sum() - (curve[0] + curve[^1]) / 2) / (Points - 1);
}
