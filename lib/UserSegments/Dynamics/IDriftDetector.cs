namespace UserSegments.Dynamics;

/// <summary>Watches a stream of numbers and says when their distribution has changed.</summary>
public interface IDriftDetector
{
    /// <summary>Takes in one number.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>Whether a change is reported now; the detector then starts anew from what it takes for the present.</returns>
    bool Add(double value);
}
