using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Numerics;

namespace Benchmarks.Dynamics;

/// <summary>DenStream and DBSTREAM on synthetic streams like those of their papers: purity and ARI over a horizon, by steps through the stream.</summary>
/// <remarks>
/// After DenStream (section 5): three sets of arbitrary shapes (drawn here as moons and discs; rings and a bar; waves), an evolving stream that takes one of them at random for each 10,000
/// rows, and 5 % of uniform noise; horizon 2,000. After DBSTREAM (section 5.1): Cassini, four Gaussians, bars and Gaussians of several densities, with 5 % noise. The papers' points themselves
/// are not public; shapes and sizes follow their pictures.
/// </remarks>
internal static class DynamicsShapes
{
    private const int Horizon = 2000;

    public static int Run(string[] args)
    {
        var noises = new[] { 0.0, 0.05 };
        Console.WriteLine("stream                  noise  algorithm  purity (mean, least)  ARI   groups  micro-groups");
        foreach (var (name, draw, rows) in new (string, Func<Rng, int, (float X, float Y, int Label)>, int)[]
        {
            ("DS1 moons and discs", Moons, 30000), ("DS2 rings and bar", Rings, 30000), ("DS3 waves", Waves, 30000), ("EDS evolving", Evolving, 100000),
            ("Cassini", Cassini, 30000), ("four Gaussians", Gaussians, 30000), ("bars and Gaussians", Bars, 30000),
        })
        {
            foreach (var noise in noises)
            {
                var den = new DenStream(new DenStreamOptions { Epsilon = 0.16, Mu = 3, Beta = 0.5, Lambda = 0.002, Reach = 3 });
                var db = new DbStream(new DbStreamOptions { Radius = 0.3, Lambda = 0.002, Gap = 500, Alpha = 0.18, LeastWeight = 4 });
                var (rng, recent, den0, db0) = (new Rng(7), new List<(float X, float Y, int Label)>(), new List<(double, double, int)>(), new List<(double, double, int)>());
                for (var t = 0; t < rows; t++)
                {
                    var p = rng.NextDouble() < noise ? ((float)(12 * rng.NextDouble() - 1), (float)(12 * rng.NextDouble() - 1), -1) : draw(rng, t);
                    recent.Add(p);
                    den.Add([p.Item1, p.Item2], t);
                    db.Add([p.Item1, p.Item2]);
                    if ((t + 1) % 5000 != 0) continue;
                    var last = recent[^Horizon..];
                    var points = Matrix.FromRows([.. last.Select(q => new[] { q.X, q.Y })]);
                    int[] truth = [.. last.Select(q => q.Label)];
                    den0.Add(Judge(truth, den.Label(points)));
                    db0.Add(Judge(truth, db.Label(points)));
                }
                foreach (var (algorithm, results, micro) in new[] { ("DenStream", den0, den.PotentialCount), ("DBSTREAM", db0, db.Count) })
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-23} {noise,4:0 %}   {algorithm,-9}  {results.Average(r => r.Item1):0.000}, {results.Min(r => r.Item1):0.000}          {results.Average(r => r.Item2):0.00}  {results.Average(r => r.Item3),6:0.0}  {micro}"));
            }
        }
        return 0;
    }

    // Purity as in DenStream's paper: the mean over groups of the share of the dominant class; ARI on what is neither planted nor found noise.
    private static (double Purity, double Ari, int Groups) Judge(int[] truth, int[] labels)
    {
        int[] kept = [.. Enumerable.Range(0, truth.Length).Where(i => labels[i] >= 0)];
        var groups = kept.GroupBy(i => labels[i]).ToArray();
        int[] clean = [.. kept.Where(i => truth[i] >= 0)];
        return (groups.Length == 0 ? 0 : groups.Average(group => group.CountBy(i => truth[i]).Max(x => x.Value) / (double)group.Count()),
            PartitionAgreement.AdjustedRand([.. clean.Select(i => truth[i])], [.. clean.Select(i => labels[i])]), groups.Length);
    }

    private static (float, float, int) At(double x, double y, int label) => ((float)x, (float)y, label);

    private static (float, float, int) Moons(Rng rng, int t)
    {
        var (which, angle) = (rng.NextInt(4), Math.PI * rng.NextDouble());
        var (nx, ny) = (0.08 * rng.NextGaussian(), 0.08 * rng.NextGaussian());
        return which switch
        {
            0 => At(3 + 2 * Math.Cos(angle) + nx, 6 + 2 * Math.Sin(angle) + ny, 0),
            1 => At(5 + 2 * Math.Cos(angle) + nx, 6.6 - 2 * Math.Sin(angle) + ny, 1),
            2 => Disc(rng, 2, 1.5, 0.8, 2),
            _ => Disc(rng, 8.5, 2, 1, 3),
        };
    }

    private static (float, float, int) Rings(Rng rng, int t)
    {
        var (which, angle) = (rng.NextInt(3), 2 * Math.PI * rng.NextDouble());
        return which switch
        {
            0 => At(4 + (3 + 0.08 * rng.NextGaussian()) * Math.Cos(angle), 5 + (3 + 0.08 * rng.NextGaussian()) * Math.Sin(angle), 0),
            1 => At(4 + (1.4 + 0.08 * rng.NextGaussian()) * Math.Cos(angle), 5 + (1.4 + 0.08 * rng.NextGaussian()) * Math.Sin(angle), 1),
            _ => At(8.6 + 0.5 * rng.NextDouble(), 1 + 8 * rng.NextDouble(), 2),
        };
    }

    private static (float, float, int) Waves(Rng rng, int t)
    {
        var (which, x) = (rng.NextInt(3), 9 * rng.NextDouble());
        return At(0.5 + x, 1.5 + 3 * which + 0.9 * Math.Sin(1.2 * x) + 0.1 * rng.NextGaussian(), which);
    }

    private static (float, float, int) Evolving(Rng rng, int t)
    {
        var part = new Rng(99).Fork((ulong)(t / 10000)).NextInt(3);
        var (x, y, label) = part switch { 0 => Moons(rng, t), 1 => Rings(rng, t), _ => Waves(rng, t) };
        return (x, y, 10 * part + label);
    }

    private static (float, float, int) Cassini(Rng rng, int t)
    {
        var which = rng.NextInt(3);
        if (which == 2) return Disc(rng, 5, 5, 1, 2);
        var x = 2 + 6 * rng.NextDouble();
        var bend = 0.9 * Math.Cos((x - 5) / 3 * Math.PI / 2);
        return At(x, which == 0 ? 6.6 + bend + 0.8 * rng.NextDouble() : 3.4 - bend - 0.8 * rng.NextDouble(), which);
    }

    private static (float, float, int) Gaussians(Rng rng, int t)
    {
        var which = rng.NextInt(4);
        return At(2.5 + 5 * (which % 2) + 0.45 * rng.NextGaussian(), 2.5 + 5 * (which / 2) + 0.45 * rng.NextGaussian(), which);
    }

    private static (float, float, int) Bars(Rng rng, int t)
    {
        var which = rng.NextIndex([0.15, 0.35, 0.15, 0.35]);
        return which switch
        {
            0 => At(2 + 0.5 * rng.NextGaussian(), 2 + 0.5 * rng.NextGaussian(), 0),
            1 => At(7 + 0.3 * rng.NextGaussian(), 7.5 + 0.3 * rng.NextGaussian(), 1),
            2 => At(1 + 1.2 * rng.NextDouble(), 5 + 4 * rng.NextDouble(), 2),
            _ => At(5 + 4 * rng.NextDouble(), 2 + 1.2 * rng.NextDouble(), 3),
        };
    }

    private static (float, float, int) Disc(Rng rng, double x, double y, double radius, int label)
    {
        var (angle, r) = (2 * Math.PI * rng.NextDouble(), radius * Math.Sqrt(rng.NextDouble()));
        return At(x + r * Math.Cos(angle), y + r * Math.Sin(angle), label);
    }
}
