using UserSegments.Data;
using UserSegments.Evaluation;

namespace UserSegments.Recommendation;

/// <summary>A scorer that was chosen on validation data, with the grounds of the choice.</summary>
public sealed class ChosenScorer : IFoldIn
{
    private readonly IScorer inner;

    internal ChosenScorer(string name, IScorer inner, string choice, double validationNdcg, IReadOnlyList<(string Name, double Ndcg)> candidates) =>
        (Name, this.inner, Choice, ValidationNdcg, Candidates) = (name, inner, choice, validationNdcg, candidates);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What was chosen, in words.</summary>
    public string Choice { get; }

    /// <summary>NDCG of the choice on the validation part; optimistic, as it is the best of several.</summary>
    public double ValidationNdcg { get; }

    /// <summary>Every candidate with its NDCG on the validation part.</summary>
    public IReadOnlyList<(string Name, double Ndcg)> Candidates { get; }

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores) => inner.Score(user, scores);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">What was chosen cannot serve strangers.</exception>
    public IScorer For(Dataset histories) => inner is IFoldIn able
        ? able.For(histories)
        : throw new NotSupportedException($"{inner.Name} cannot serve people it was not fitted to.");
}
