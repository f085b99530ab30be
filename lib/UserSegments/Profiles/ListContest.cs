using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Several models on the same lists: NDCG@10 and reciprocal rank of each, and its paired differences from the baselines.</summary>
/// <remarks>
/// Every list counts alike. The lists of one person are no independent witnesses, so intervals draw people and tests turn the signs of whole people;
/// p-values are corrected after Holm over all comparisons of the contest.
/// </remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class ListContest : IDisplayable
{
    private readonly string[] names;
    private readonly double[][] ndcg, reciprocal;               // (models) of (lists)
    private readonly int[] people;                              // (lists)
    private readonly Estimate[,] differences;                   // (models, baselines)
    private readonly double[,] pValues;

    private ListContest(string[] names, double[][] ndcg, double[][] reciprocal, int[] people, int baselines, ulong seed)
    {
        (this.names, this.ndcg, this.reciprocal, this.people) = (names, ndcg, reciprocal, people);
        (Ndcg, ReciprocalRank) = ([.. ndcg.Select(Interval)], [.. reciprocal.Select(Interval)]);
        (differences, pValues) = (new Estimate[names.Length, baselines], new double[names.Length, baselines]);
        var asked = new List<(int Model, int Baseline)>();
        for (var m = 0; m < names.Length; m++)
        {
            for (var b = 0; b < baselines; b++)
            {
                if (m == b || (m < baselines && m > b)) continue;
                asked.Add((m, b));
            }
        }
        var raw = asked.Select(x => PairedTests.Permutation(PerPerson(ndcg[x.Model]), PerPerson(ndcg[x.Baseline]), seed, 2000).PValue).ToArray();
        var holm = PairedTests.Holm(raw);
        for (var i = 0; i < asked.Count; i++)
        {
            var (m, b) = asked[i];
            differences[m, b] = Interval([.. ndcg[m].Zip(ndcg[b], (x, y) => x - y)]);
            pValues[m, b] = holm[i];
            if (m >= baselines) continue;
            (differences[b, m], pValues[b, m]) = (new Estimate(-differences[m, b].Value, -differences[m, b].High, -differences[m, b].Low), holm[i]);
        }

        Estimate Interval(double[] values) => Bootstrap.Interval(values, people, seed);
    }

    /// <summary>The models' names; the baselines come first.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Number of lists.</summary>
    public int Lists => people.Length;

    /// <summary>NDCG of each model with its interval.</summary>
    public IReadOnlyList<Estimate> Ndcg { get; }

    /// <summary>Reciprocal rank of the first click of each model with its interval.</summary>
    public IReadOnlyList<Estimate> ReciprocalRank { get; }

    /// <summary>Puts models to the test.</summary>
    /// <param name="lists">The lists; those without a click, or with nothing but clicks, are left out.</param>
    /// <param name="models">Name and score (of user and item), the baselines first; safe for many threads.</param>
    /// <param name="baselines">How many of the first models the others are compared with, at least 1.</param>
    /// <param name="seed">Seed of intervals and tests.</param>
    /// <param name="k">Depth of NDCG.</param>
    public static ListContest Run(IReadOnlyList<Impression> lists, IReadOnlyList<(string Name, Func<int, int, double> Score)> models, int baselines = 1, ulong seed = 1, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(models);
        Check.InRange(baselines, 1, models.Count);
        Impression[] telling = [.. lists.Where(list => list.Clicked.Contains(true) && list.Clicked.Contains(false))];
        Check.AtLeast(telling.Length, 1);
        var values = models.Select(model => ListRanking.Evaluate(telling, model.Score, k)).ToArray();
        return new ListContest(
            [.. models.Select(model => model.Name)], [.. values.Select(x => x.Ndcg)], [.. values.Select(x => x.ReciprocalRank)],
            [.. telling.Select(list => list.User)], baselines, seed);
    }

    /// <summary>NDCG of a model minus that of a baseline, with the interval.</summary>
    /// <param name="model">Index of the model.</param>
    /// <param name="baseline">Index of the baseline.</param>
    public Estimate Difference(int model, int baseline) => differences[model, baseline];

    /// <summary>"better", "worse" or "a tie" at the level of 5 %, after Holm's correction.</summary>
    /// <param name="model">Index of the model.</param>
    /// <param name="baseline">Index of the baseline.</param>
    public string Verdict(int model, int baseline) =>
        model == baseline || pValues[model, baseline] >= 0.05 ? "a tie" : differences[model, baseline].Value > 0 ? "better" : "worse";

    /// <summary>The contest as a table, the best first.</summary>
    public Table ToTable()
    {
        var columns = new List<(string, Func<int, object?>)> { ("model", m => names[m]), ("NDCG@10", m => Ndcg[m]), ("MRR", m => ReciprocalRank[m]) };
        for (var b = 0; b < differences.GetLength(1); b++)
        {
            var own = b;
            columns.Add(($"NDCG minus {names[b]}", m => m == own ? null : $"{differences[m, own]} {Verdict(m, own)}"));
        }
        return Table.Of(Enumerable.Range(0, names.Length).OrderByDescending(m => Ndcg[m].Value), [.. columns]).Highest("NDCG@10", "MRR")
            .WithCaption($"{people.Length} lists of {people.Distinct().Count()} people; 95 % bootstrap intervals over people; verdicts after Holm's correction");
    }

    /// <summary>The contest as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    private double[] PerPerson(double[] values) => [.. Enumerable.Range(0, values.Length).GroupBy(i => people[i]).Select(own => own.Sum(i => values[i]))];
}
