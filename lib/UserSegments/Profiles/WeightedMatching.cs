using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Weighted cosine matching, <c>f(u, i) = sum_j a_j u_j i_j / (|u| |i|)</c>, with <c>a &gt;= 0</c> learned from clicks by maximum likelihood.</summary>
/// <remarks>
/// The loss is convex, so the start does not matter and no seed is needed. O(iterations x entries x facets); the shares of every shown item are kept:
/// 4 bytes x entries x facets. The same bits on any number of threads. Lists in which nothing, or everything, was clicked say nothing of the weights and are left out.
/// </remarks>
public static class WeightedMatching
{
    /// <summary>The plain cosine: all weights 1, nothing learned.</summary>
    /// <param name="users">(users) vectors per facet.</param>
    /// <param name="items">(items) vectors per facet; the same facets.</param>
    public static MatchingModel Cosine(FacetVectors users, FacetVectors items)
    {
        CheckFacets(users, items);
        return new MatchingModel("cosine", users, items, [.. Enumerable.Repeat(1.0, users.Count)], null, null, null, 0, 0);
    }

    /// <summary>A model with weights that are given: the truth of a simulation, or an analyst's wish.</summary>
    /// <param name="users">(users) vectors per facet.</param>
    /// <param name="items">(items) vectors per facet; the same facets.</param>
    /// <param name="weights">(facets) weights, at least 0.</param>
    public static MatchingModel WithWeights(FacetVectors users, FacetVectors items, IReadOnlyList<double> weights)
    {
        CheckFacets(users, items);
        ArgumentNullException.ThrowIfNull(weights);
        Check.SameLength(weights.Count, users.Count, nameof(weights), "the facets");
        for (var j = 0; j < weights.Count; j++) Check.NotNegative(weights[j], $"weights[{j}]");
        return new MatchingModel("given weights", users, items, [.. weights], null, null, null, 0, 0);
    }

    /// <summary>Learns the weights from lists that were shown.</summary>
    /// <param name="users">(users) vectors per facet, made before the lists were shown.</param>
    /// <param name="items">(items) vectors per facet; the same facets.</param>
    /// <param name="lists">Lists with clicks; at least one with a clicked and an unclicked item.</param>
    /// <param name="options">Loss, penalties, segments.</param>
    /// <exception cref="ArgumentException">The facets differ, or no list says anything.</exception>
    public static MatchingModel Fit(FacetVectors users, FacetVectors items, IReadOnlyList<Impression> lists, MatchingOptions? options = null)
    {
        CheckFacets(users, items);
        ArgumentNullException.ThrowIfNull(lists);
        options ??= new MatchingOptions();
        if (options.ItemPrior is { } prior) Check.SameLength(prior.Count, items.Rows, nameof(options), "the items");
        if (options.Segments is { } labels) Check.SameLength(labels.Count, users.Rows, nameof(options), "the users");
        var problem = new MatchingProblem(users, items, lists, options);
        if (problem.Lists == 0)
            throw new ArgumentException($"lists holds {lists.Count} lists, none of them with a clicked and an unclicked item; expected at least one.", nameof(lists));
        var (nonNegative, l1) = (new bool[problem.Columns], new double[problem.Columns]);
        for (var j = 0; j < problem.Facets; j++) (nonNegative[j], l1[j]) = (true, options.L1);
        var all = Enumerable.Range(0, problem.Lists).ToArray();
        var (global, value, iterations) = ProximalGradient.Minimise(
            (point, gradient) => problem.Value(all, point, gradient) + Ridge(point, null, options.L2, problem.Facets, gradient),
            new double[problem.Columns], nonNegative, l1, options.MaximumIterations, options.Tolerance);
        var segments = options.Segments is null ? null : PerSegment(problem, options, global, nonNegative);
        var at = problem.Facets;
        var priorWeight = options.ItemPrior is null ? 0 : global[at] / problem.Spread[at++];
        return new MatchingModel(
            options.Segments is null ? "weighted cosine" : "weighted cosine per segment",
            users, items, Unscale(global, problem), segments, options.Segments, options.ItemPrior,
            priorWeight, options.Position ? global[at] / problem.Spread[at] : 0)
        {
            Loss = value,
            Iterations = iterations,
            Lists = problem.Lists,
        };
    }

    // Sum of the segment's losses + shrinkage / 2 |a_s - a|^2, divided by the clicks: a Gaussian prior at the global weights (hierarchical Bayes, maximum a posteriori).
    private static double[][] PerSegment(MatchingProblem problem, MatchingOptions options, double[] global, bool[] nonNegative)
    {
        var labels = options.Segments!;
        var weights = new double[labels.DefaultIfEmpty(-1).Max() + 1][];
        for (var segment = 0; segment < weights.Length; segment++)
        {
            var own = Enumerable.Range(0, problem.Lists).Where(list => labels[problem.Users[list]] == segment).ToArray();
            weights[segment] = own.Length == 0 ? Unscale(global, problem) : Unscale(
                ProximalGradient.Minimise(
                    (point, gradient) => problem.Value(own, point, gradient) + Ridge(point, global, options.Shrinkage / problem.ClicksOf(own), problem.Columns, gradient),
                    global, nonNegative, new double[problem.Columns], options.MaximumIterations, options.Tolerance).Point,
                problem);
        }
        return weights;
    }

    private static double Ridge(double[] point, double[]? centre, double strength, int columns, double[] gradient)
    {
        var sum = 0.0;
        for (var j = 0; j < columns; j++)
        {
            var away = point[j] - (centre?[j] ?? 0);
            sum += away * away;
            gradient[j] += strength * away;
        }
        return strength * sum / 2;
    }

    private static double[] Unscale(double[] scaled, MatchingProblem problem) =>
        [.. Enumerable.Range(0, problem.Facets).Select(j => scaled[j] / problem.Spread[j])];

    private static void CheckFacets(FacetVectors users, FacetVectors items)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        if (!users.SameFacets(items))
            throw new ArgumentException($"items has the facets {items}, expected those of users: {users}.", nameof(items));
    }
}
