namespace UserSegments.Display;

/// <summary>Judges the answers of a notebook's reader.</summary>
public static class Exercise
{
    /// <summary>Says whether an answer is right, without giving the right one away.</summary>
    /// <param name="answer">What the reader found; null as long as there is no answer.</param>
    /// <param name="truth">What is right.</param>
    /// <param name="tolerance">Largest difference that still counts as right.</param>
    /// <returns>"not answered yet", "right", "too high" or "too low".</returns>
    public static string Check(double? answer, double truth, double tolerance = 1e-3)
    {
        Numerics.Check.NotNegative(tolerance);
        if (answer is not { } value) return "not answered yet";
        if (Math.Abs(value - truth) <= tolerance) return "right";
        return value > truth ? "too high" : value < truth ? "too low" : "not a number";
    }

    /// <summary>Says whether a written answer is right: case and surrounding blanks do not count.</summary>
    /// <param name="answer">What the reader found; null or empty as long as there is no answer.</param>
    /// <param name="truth">What is right.</param>
    public static string Check(string? answer, string truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (string.IsNullOrWhiteSpace(answer)) return "not answered yet";
        return string.Equals(answer.Trim(), truth.Trim(), StringComparison.OrdinalIgnoreCase) ? "right" : "not yet";
    }
}
