using System.Text.Json.Serialization;

namespace UserSegments.Recommendation;

/// <summary>One recommender of an <see cref="Experiment"/>: what kind, with which options.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PopularityMethod), "popularity")]
[JsonDerivedType(typeof(ItemNeighboursMethod), "item-neighbours")]
[JsonDerivedType(typeof(UserNeighboursMethod), "user-neighbours")]
[JsonDerivedType(typeof(EaseMethod), "ease")]
[JsonDerivedType(typeof(ImplicitAlsMethod), "implicit-als")]
[JsonDerivedType(typeof(BprMethod), "bpr")]
[JsonDerivedType(typeof(RandomWalkMethod), "random-walk")]
public abstract record ExperimentMethod
{
    /// <summary>What it is called in the report; null: the recommender's own name.</summary>
    public string? Name { get; init; }

    /// <summary>Also fit it per segment, where the experiment has segments.</summary>
    public bool PerSegment { get; init; }

    /// <summary>The recipe.</summary>
    public abstract IRecommender Recipe();
}
