using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Test, then learn (Dawid, 1984; Gama et al., 2013): each window is judged by what was known before it, then becomes known.</summary>
public static class Prequential
{
    /// <summary>Judges recommenders window after window.</summary>
    /// <param name="dataset">The people, the items and all that happened.</param>
    /// <param name="windows">The windows, following one another.</param>
    /// <param name="first">The first window that is judged, at least 1: what lies before is learned from.</param>
    /// <param name="methods">Name of each method, and what it makes of the number of the window to be judged and of everything before that window.</param>
    /// <param name="metric">The metric, by the name that <see cref="RankingResult"/> gives it.</param>
    /// <returns>One value a method, window and person who took something new in it.</returns>
    /// <remarks>Full ranking of all items; what a person had before is neither ranked nor counted. Windows in which nobody can be judged are passed over.</remarks>
    public static PrequentialReport Run(
        Dataset dataset,
        IReadOnlyList<TimeWindow> windows,
        int first,
        IReadOnlyList<(string Name, Func<int, Dataset, IScorer> Fit)> methods,
        string metric = "NDCG@10")
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(methods);
        Check.InRange(first, 1, windows.Count - 1);
        var values = new List<(int Window, int User, double[] Values)>();
        for (var w = first; w < windows.Count; w++)
        {
            var past = dataset.With(windows.Take(w).SelectMany(window => window.Interactions), []);
            var split = new Split(past, dataset.With(windows[w].Interactions, []), "");
            if (past.Interactions.Count == 0) continue;
            var set = EvaluationSet.Of(split, new EvaluationOptions { K = [10] });
            var results = methods.Select(method => Evaluator.Evaluate(method.Fit(w, past), set)).ToArray();
            if (results.Length == 0) continue;
            var columns = results.Select(result => result.Values(metric)).ToArray();
            for (var i = 0; i < results[0].Users.Count; i++) values.Add((w, results[0].Users[i], [.. columns.Select(column => column[i])]));
        }
        return new PrequentialReport([.. methods.Select(method => method.Name)], metric, values);
    }
}
