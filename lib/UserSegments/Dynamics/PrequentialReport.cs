using UserSegments.Display;
using UserSegments.Evaluation;

namespace UserSegments.Dynamics;

/// <summary>What methods reached window after window, compared on the same people.</summary>
/// <remarks>A person's value is the mean over the windows in which it was judged, so that people, not windows, are what intervals are drawn over.</remarks>
public sealed class PrequentialReport
{
    private readonly IReadOnlyList<(int Window, int User, double[] Values)> values;

    internal PrequentialReport(IReadOnlyList<string> methods, string metric, IReadOnlyList<(int, int, double[])> values) => (Methods, Metric, this.values) = (methods, metric, values);

    /// <summary>Names of the methods.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>What was measured.</summary>
    public string Metric { get; }

    /// <summary>People who were judged at least once.</summary>
    public int People => values.Select(x => x.User).Distinct().Count();

    /// <summary>Numbers of the windows that were judged, ascending.</summary>
    public IReadOnlyList<int> Windows => [.. values.Select(x => x.Window).Distinct().Order()];

    /// <summary>(people) the mean of each person over its windows, by the person's number ascending.</summary>
    /// <param name="method">Name of a method.</param>
    public IReadOnlyList<double> PerPerson(string method)
    {
        var m = IndexOf(method);
        return [.. values.GroupBy(x => x.User).OrderBy(group => group.Key).Select(group => group.Average(x => x.Values[m]))];
    }

    /// <summary>The mean over people, with its bootstrap interval.</summary>
    /// <param name="method">Name of a method.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public Estimate Mean(string method, ulong seed = 1) => Bootstrap.Interval(PerPerson(method), seed);

    /// <summary>The mean of one method in each judged window, in the order of <see cref="Windows"/>.</summary>
    /// <param name="method">Name of a method.</param>
    public IReadOnlyList<double> PerWindow(string method)
    {
        var m = IndexOf(method);
        return [.. values.GroupBy(x => x.Window).OrderBy(group => group.Key).Select(group => group.Average(x => x.Values[m]))];
    }

    /// <summary>One method against another on the same people, over all windows.</summary>
    /// <param name="method">Name of a method.</param>
    /// <param name="other">Name of the other.</param>
    /// <param name="seed">Seed of interval and test.</param>
    public PairedTest Compare(string method, string other, ulong seed = 1) => PairedTests.Permutation(PerPerson(method), PerPerson(other), seed);

    /// <summary>Each method with its mean, and its paired difference from one of them; p-values corrected together (Holm).</summary>
    /// <param name="baseline">The method that the others are compared with.</param>
    /// <param name="seed">Seed of intervals and tests.</param>
    public Table Against(string baseline, ulong seed = 1)
    {
        string[] others = [.. Methods.Where(method => method != baseline)];
        var tests = others.Select(method => Compare(method, baseline, seed)).ToArray();
        var p = PairedTests.Holm([.. tests.Select(test => test.PValue)]);
        return Table.Of(
            Methods,
            ("method", method => method),
            ($"{Metric} [95 %]", method => Mean(method, seed)),
            ($"difference from {baseline} [95 %]", method => method == baseline ? null : tests[Array.IndexOf(others, method)].Difference),
            ("p (Holm)", method => method == baseline ? null : p[Array.IndexOf(others, method)]),
            ("verdict", method => method == baseline ? null : Verdict(tests[Array.IndexOf(others, method)], p[Array.IndexOf(others, method)])))
            .Format("p (Holm)", "0.0000").Highest($"{Metric} [95 %]").SortDescending($"{Metric} [95 %]");
    }

    private static string Verdict(PairedTest test, double p) => p >= 0.05 ? "a tie" : test.Difference.Value > 0 ? "better" : "worse";

    private int IndexOf(string method)
    {
        for (var i = 0; i < Methods.Count; i++)
        {
            if (Methods[i] == method) return i;
        }
        throw new ArgumentException($"There is no method \"{method}\", expected one of {string.Join(", ", Methods)}.", nameof(method));
    }
}
