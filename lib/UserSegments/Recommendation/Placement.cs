namespace UserSegments.Recommendation;

/// <summary>How a list that was put in a new order becomes scores again.</summary>
internal static class Placement
{
    /// <summary>Lifts items above every other score, the first highest; the order of the others stays.</summary>
    /// <param name="scores">(items), changed.</param>
    /// <param name="order">Items, the best first.</param>
    public static void Lift(Span<float> scores, ReadOnlySpan<int> order)
    {
        var top = 0f;
        foreach (var score in scores)
        {
            if (float.IsFinite(score)) top = Math.Max(top, Math.Abs(score));
        }
        var above = 2 * Math.Max(1, top);
        for (var place = 0; place < order.Length; place++) scores[order[place]] = above * (2 - (place / (float)order.Length));
    }
}
