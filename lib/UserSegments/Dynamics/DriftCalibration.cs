using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Sets a drift detector so that it gives no more false alarms than one can live with.</summary>
public static class DriftCalibration
{
    /// <summary>The share of stretches without drift in which a detector reports one all the same.</summary>
    /// <param name="make">Makes a fresh detector.</param>
    /// <param name="reference">Numbers from a time without drift, at least 20.</param>
    /// <param name="length">Numbers in a stretch, at least 1.</param>
    /// <param name="stretches">Stretches that are drawn with replacement from the reference, at least 100.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <remarks>O(stretches · length) steps of the detector, in parallel; the same result on any number of threads. It speaks of independent numbers: dependence in time raises the rate.</remarks>
    public static double FalseAlarmRate(Func<IDriftDetector> make, IReadOnlyList<double> reference, int length, int stretches = 1000, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(reference);
        Check.AtLeast(reference.Count, 20);
        Check.AtLeast(length, 1);
        Check.AtLeast(stretches, 100);
        var source = new Rng(seed);
        var alarmed = Blocks.Sum(stretches, 25, (start, end) =>
        {
            var count = 0;
            for (var stretch = start; stretch < end; stretch++)
            {
                var (rng, detector, found) = (source.Fork((ulong)stretch), make(), false);
                for (var t = 0; t < length && !found; t++) found = detector.Add(reference[rng.NextInt(reference.Count)]);
                count += found ? 1 : 0;
            }
            return count;
        });
        return alarmed / stretches;
    }

    /// <summary>The most sensitive of several settings whose rate of false alarms stays within the one allowed.</summary>
    /// <param name="make">Makes a fresh detector of a setting.</param>
    /// <param name="settings">The settings, from the most to the least sensitive.</param>
    /// <param name="reference">Numbers from a time without drift, at least 20.</param>
    /// <param name="length">Numbers in a stretch.</param>
    /// <param name="rate">The rate that is allowed: share of stretches without drift in which there is an alarm.</param>
    /// <param name="stretches">Stretches that are drawn, at least 100.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The setting and its measured rate; the last one if none is within.</returns>
    /// <remarks>Settings are tried by halving, so the rate must fall along them.</remarks>
    public static (double Setting, double Rate) Choose(
        Func<double, IDriftDetector> make, IReadOnlyList<double> settings, IReadOnlyList<double> reference, int length, double rate, int stretches = 1000, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Check.AtLeast(settings.Count, 1);
        Check.InRange(rate, 0, 1);
        var (low, high) = (0, settings.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FalseAlarmRate(() => make(settings[middle]), reference, length, stretches, seed) <= rate) high = middle;
            else low = middle + 1;
        }
        return (settings[low], FalseAlarmRate(() => make(settings[low]), reference, length, stretches, seed));
    }
}
