using UserSegments.Numerics;

namespace UserSegments.Tests.Dynamics;

/// <summary>Streams of shapes in the plane after the papers of DenStream and DBSTREAM, in a square of side 500, with uniform noise; also run at full length by the benchmark <c>dynamics-shapes</c>.</summary>
/// <remarks>
/// DenStream (Cao et al., 2006, section 5): three sets of arbitrary shapes, here moons and discs, rings and a bar, waves; the evolving stream takes one of them at random for each segment of
/// 10,000 points. DBSTREAM (Hahsler and Bolaños, 2016): Cassini, three Gaussians, of which the stream may be half noise. The papers' points are not public: shapes follow their description.
/// </remarks>
internal static class PaperStreams
{
    public const double Side = 500;

    public static readonly IReadOnlyList<string> Names = ["DS1 moons and discs", "DS2 rings and bar", "DS3 waves", "EDS evolving", "Cassini", "three Gaussians"];

    /// <summary>A point and its class; -1 is noise.</summary>
    internal readonly record struct Point(float X, float Y, int Class);

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="count">Points.</param>
    /// <param name="noise">Share of noise.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="segment">Points of one set before the evolving stream takes another.</param>
    public static Point[] Draw(string name, int count, double noise, ulong seed, int segment = 10_000)
    {
        var (rng, order) = (new Rng(seed), new Rng(seed).Fork(1));
        int[] parts = [.. Enumerable.Range(0, count / segment + 1).Select(_ => order.NextInt(3))];
        return [.. Enumerable.Range(0, count).Select(i => rng.NextDouble() < noise
            ? new Point((float)(Side * rng.NextDouble()), (float)(Side * rng.NextDouble()), -1)
            : name == "EDS evolving" ? Evolving(rng, parts[i / segment]) : Shape(name)(rng))];
    }

    /// <summary>Purity as DenStream's paper has it, the mean over groups of the share of the largest class (noise is a class), and the number of groups.</summary>
    public static (double Purity, int Groups) Purity(IReadOnlyList<int> classes, IReadOnlyList<int> labels)
    {
        var groups = Enumerable.Range(0, labels.Count).Where(i => labels[i] >= 0).GroupBy(i => labels[i]).ToArray();
        return (groups.Length == 0 ? 0 : groups.Average(group => group.CountBy(i => classes[i]).Max(x => x.Value) / (double)group.Count()), groups.Length);
    }

    public static Matrix Rows(IReadOnlyList<Point> points) => Matrix.FromRows([.. points.Select(p => new[] { p.X, p.Y })]);

    private static Func<Rng, Point> Shape(string name) => name switch
    {
        "DS1 moons and discs" => Moons,
        "DS2 rings and bar" => Rings,
        "DS3 waves" => Waves,
        "Cassini" => Cassini,
        "three Gaussians" => Gaussians,
        _ => throw new ArgumentException($"There is no stream \"{name}\", expected one of {string.Join(", ", Names)}.", nameof(name)),
    };

    private static Point Evolving(Rng rng, int part)
    {
        var p = part switch { 0 => Moons(rng), 1 => Rings(rng), _ => Waves(rng) };
        return p with { Class = 10 * part + p.Class };
    }

    private static Point At(double x, double y, int label) => new((float)x, (float)y, label);

    private static Point Moons(Rng rng) => rng.NextInt(4) switch
    {
        0 => Arc(rng, 150, 300, 100, 0, Math.PI, 0),
        1 => Arc(rng, 250, 340, 100, Math.PI, Math.PI, 1),
        2 => Disc(rng, 90, 80, 40, 2),
        _ => Disc(rng, 420, 100, 55, 3),
    };

    private static Point Rings(Rng rng) => rng.NextInt(3) switch
    {
        0 => Arc(rng, 200, 250, 150, 0, 2 * Math.PI, 0),
        1 => Arc(rng, 200, 250, 70, 0, 2 * Math.PI, 1),
        _ => At(430 + 25 * rng.NextDouble(), 50 + 400 * rng.NextDouble(), 2),
    };

    private static Point Waves(Rng rng)
    {
        var (which, x) = (rng.NextInt(3), 450 * rng.NextDouble());
        return At(25 + x, 75 + 150 * which + 45 * Math.Sin(0.024 * x) + 5 * rng.NextGaussian(), which);
    }

    private static Point Cassini(Rng rng)
    {
        var which = rng.NextInt(3);
        if (which == 2) return Disc(rng, 250, 250, 50, 2);
        var x = 100 + 300 * rng.NextDouble();
        var bend = 45 * Math.Cos((x - 250) / 150 * Math.PI / 2);
        return At(x, which == 0 ? 330 + bend + 40 * rng.NextDouble() : 170 - bend - 40 * rng.NextDouble(), which);
    }

    private static Point Gaussians(Rng rng)
    {
        var which = rng.NextInt(3);
        return At(125 + 125 * which + 22 * rng.NextGaussian(), (which == 1 ? 370 : 130) + 22 * rng.NextGaussian(), which);
    }

    private static Point Arc(Rng rng, double x, double y, double radius, double from, double length, int label)
    {
        var (angle, r) = (from + length * rng.NextDouble(), radius + 4 * rng.NextGaussian());
        return At(x + r * Math.Cos(angle), y + r * Math.Sin(angle), label);
    }

    private static Point Disc(Rng rng, double x, double y, double radius, int label)
    {
        var (angle, r) = (2 * Math.PI * rng.NextDouble(), radius * Math.Sqrt(rng.NextDouble()));
        return At(x + r * Math.Cos(angle), y + r * Math.Sin(angle), label);
    }
}
