using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How the learning rate goes over the steps: warm-up from 0, then constant, linear to 0, or half a cosine to 0.</summary>
/// <param name="Kind">What follows the warm-up.</param>
/// <param name="WarmUp">Share of the steps spent on warm-up, 0 to 1.</param>
public sealed record Schedule(ScheduleKind Kind, double WarmUp)
{
    /// <summary>Warm-up over 6 % of the steps, then linear to 0.</summary>
    public static Schedule Linear { get; } = new(ScheduleKind.Linear, 0.06);

    /// <summary>Warm-up over 6 % of the steps, then half a cosine to 0.</summary>
    public static Schedule Cosine { get; } = new(ScheduleKind.Cosine, 0.06);

    /// <summary>The same rate at all steps.</summary>
    public static Schedule Constant { get; } = new(ScheduleKind.Constant, 0);

    /// <summary>Factor of the learning rate at a step, 0 to 1.</summary>
    /// <param name="step">0 to total - 1.</param>
    /// <param name="total">Number of steps, at least 1.</param>
    public double Factor(int step, int total)
    {
        Check.InRange(step, 0, Check.AtLeast(total, 1) - 1);
        var warm = (int)Math.Round(Check.InRange(WarmUp, 0, 1) * total);
        if (step < warm) return (step + 1.0) / (warm + 1);
        var way = (double)(step - warm) / Math.Max(1, total - warm);
        return Kind switch
        {
            ScheduleKind.Linear => 1 - way,
            ScheduleKind.Cosine => 0.5 * (1 + Math.Cos(Math.PI * way)),
            _ => 1,
        };
    }
}
