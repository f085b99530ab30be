using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>A fitted <see cref="FieldedContent"/>: who is near which item, and how much each field counts.</summary>
public sealed class FieldedContentModel : FactorScorer, IFoldIn
{
    private readonly FacetVectors items;
    private readonly double[] weights;

    internal FieldedContentModel(string name, FacetVectors items, double[] weights, FacetVectors users)
        : base(name, users.Scale(weights).Values, items.Values.NormalizeRows()) => (this.items, this.weights) = (items, weights);

    /// <summary>The weight of each field, by name.</summary>
    public IReadOnlyList<(string Field, double Weight)> Weights => [.. items.Names.Zip(weights)];

    /// <inheritdoc/>
    public IScorer For(Dataset histories) =>
        new FieldedContentModel(Name, items, weights, FieldedContent.Means(InteractionMatrix.Same(histories, items.Rows), items));
}
