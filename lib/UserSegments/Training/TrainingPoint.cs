using System.Globalization;

namespace UserSegments.Training;

/// <summary>One step of a run.</summary>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="Steps">Number of steps planned.</param>
/// <param name="Loss">Weighted sum of the tasks' losses.</param>
/// <param name="LearningRate">Learning rate of the step.</param>
/// <param name="GradientNorm">Norm of the gradients before clipping.</param>
/// <param name="Score">Validation score after the step; null where none was taken.</param>
/// <param name="Seconds">Seconds of training so far, over all resumptions.</param>
/// <param name="Time">When, in UTC.</param>
public sealed record TrainingPoint(int Step, int Steps, double Loss, double LearningRate, double GradientNorm, double? Score, double Seconds, DateTime Time)
{
    /// <summary>One line for a terminal or a notebook.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Step}/{Steps}  loss {Loss:0.0000}  rate {LearningRate:0.0e+0}  norm {GradientNorm:0.00}{(Score is { } score ? $"  score {score:0.0000}" : "")}  {Seconds:0.0} s");
}
