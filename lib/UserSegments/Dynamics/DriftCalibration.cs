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
    /// <param name="block">Numbers that are drawn together, neighbours in the reference (moving block bootstrap; Künsch, 1989): 1 for independent numbers, for others longer than their memory.</param>
    /// <param name="inARow">Stretches that one detector watches one after the other: as many as it will between two settings.</param>
    /// <remarks>
    /// O(stretches · length) steps of the detector, in parallel; the same result on any number of threads. Two things raise the rate above that of independent numbers and a fresh
    /// detector: people come in bursts, and what a detector has summed up in one stretch it carries into the next. Where the reference joins streams of several means, take each
    /// stream's own mean off first: blocks of several would look like one whose mean jumps.
    /// </remarks>
    public static double FalseAlarmRate(Func<IDriftDetector> make, IReadOnlyList<double> reference, int length, int stretches = 1000, ulong seed = 0, int block = 1, int inARow = 1)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(reference);
        Check.AtLeast(reference.Count, 20);
        Check.AtLeast(length, 1);
        Check.AtLeast(stretches, 100);
        Check.InRange(block, 1, reference.Count);
        Check.AtLeast(inARow, 1);
        var (source, runs) = (new Rng(seed), (stretches + inARow - 1) / inARow);
        var alarmed = Blocks.Sum(runs, 25, (start, end) =>
        {
            var count = 0;
            for (var run = start; run < end; run++)
            {
                var (rng, detector, from) = (source.Fork((ulong)run), make(), 0);
                for (var stretch = 0; stretch < inARow; stretch++)
                {
                    var found = false;
                    for (var t = 0; t < length; t++)
                    {
                        from = (stretch * length + t) % block == 0 ? rng.NextInt(reference.Count - block + 1) : from + 1;
                        found |= detector.Add(reference[from]);
                    }
                    count += found ? 1 : 0;
                }
            }
            return count;
        });
        return alarmed / (runs * inARow);
    }

    /// <summary>The most sensitive of several settings whose rate of false alarms stays within the one allowed.</summary>
    /// <param name="make">Makes a fresh detector of a setting.</param>
    /// <param name="settings">The settings, from the most to the least sensitive.</param>
    /// <param name="reference">Numbers from a time without drift, at least 20.</param>
    /// <param name="length">Numbers in a stretch.</param>
    /// <param name="rate">The rate that is allowed: share of stretches without drift in which there is an alarm.</param>
    /// <param name="stretches">Stretches that are drawn, at least 100.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="block">As in <see cref="FalseAlarmRate"/>.</param>
    /// <param name="inARow">As in <see cref="FalseAlarmRate"/>.</param>
    /// <returns>The setting and its measured rate; the last one if none is within.</returns>
    /// <remarks>Settings are tried by halving, so the rate must fall along them.</remarks>
    public static (double Setting, double Rate) Choose(
        Func<double, IDriftDetector> make, IReadOnlyList<double> settings, IReadOnlyList<double> reference, int length, double rate, int stretches = 1000, ulong seed = 0, int block = 1, int inARow = 1)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Check.AtLeast(settings.Count, 1);
        Check.InRange(rate, 0, 1);
        var (low, high) = (0, settings.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FalseAlarmRate(() => make(settings[middle]), reference, length, stretches, seed, block, inARow) <= rate) high = middle;
            else low = middle + 1;
        }
        return (settings[low], FalseAlarmRate(() => make(settings[low]), reference, length, stretches, seed, block, inARow));
    }
}
