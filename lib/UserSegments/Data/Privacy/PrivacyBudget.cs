using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Data.Privacy;

/// <summary>An account of differential privacy (Dwork et al., 2006): every release spends from one budget, and none is made beyond it.</summary>
/// <remarks>Sums epsilons and deltas (basic composition), which is always valid. Thread-safe.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class PrivacyBudget : IDisplayable
{
    private readonly Lock gate = new();
    private readonly List<(string Purpose, double Epsilon, double Delta)> spent = [];

    /// <summary>Opens an account.</summary>
    /// <param name="epsilon">The whole budget, above 0.</param>
    /// <param name="delta">The whole failure probability, 0 to below 1.</param>
    public PrivacyBudget(double epsilon, double delta = 0)
    {
        Epsilon = Check.Positive(epsilon);
        Delta = delta is >= 0 and < 1
            ? delta
            : throw new ArgumentOutOfRangeException(nameof(delta), delta, FormattableString.Invariant($"delta is {delta}, expected 0 to below 1."));
    }

    /// <summary>The whole budget.</summary>
    public double Epsilon { get; }

    /// <summary>The whole failure probability.</summary>
    public double Delta { get; }

    /// <summary>What is left of epsilon.</summary>
    public double EpsilonLeft
    {
        get
        {
            lock (gate) return Math.Max(0, Epsilon - spent.Sum(x => x.Epsilon));
        }
    }

    /// <summary>What was spent, in order.</summary>
    public IReadOnlyList<(string Purpose, double Epsilon, double Delta)> Spent
    {
        get
        {
            lock (gate) return [.. spent];
        }
    }

    /// <summary>Spends before a release is made.</summary>
    /// <param name="purpose">What is released, for the report.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="delta">0 to below 1.</param>
    /// <exception cref="InvalidOperationException">The budget does not hold it; nothing is spent.</exception>
    public void Spend(string purpose, double epsilon, double delta = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        Check.Positive(epsilon);
        Check.NotNegative(delta);
        lock (gate)
        {
            var (usedEpsilon, usedDelta) = (spent.Sum(x => x.Epsilon) + epsilon, spent.Sum(x => x.Delta) + delta);
            // A billionth of slack: ten tenths may be spent of one.
            if (usedEpsilon > Epsilon * (1 + 1e-9) || usedDelta > Delta * (1 + 1e-9))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{purpose} asks for epsilon {epsilon:g4} and delta {delta:g4}; the budget of {Epsilon:g4} and {Delta:g4} has {Math.Max(0, Epsilon - usedEpsilon + epsilon):g4} and {Math.Max(0, Delta - usedDelta + delta):g4} left."));
            }
            spent.Add((purpose, epsilon, delta));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle()
    {
        var rows = Spent;
        return Table.Of(
                rows.Append(("left", EpsilonLeft, Math.Max(0, Delta - rows.Sum(x => x.Delta)))),
                ("release", x => x.Item1), ("epsilon", x => x.Item2), ("delta", x => x.Item3))
            .WithCaption(FormattableString.Invariant($"privacy budget: epsilon {Epsilon:g4}, delta {Delta:g4}")).ToMimeBundle();
    }
}
