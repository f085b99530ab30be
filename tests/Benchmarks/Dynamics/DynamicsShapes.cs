using System.Globalization;
using UserSegments.Clustering;
using UserSegments.Dynamics;
using UserSegments.Tests.Dynamics;

namespace Benchmarks.Dynamics;

/// <summary>DenStream and DBSTREAM on <see cref="PaperStreams"/>, and on sets of CHAMELEON (Karypis et al., 1999) where they are given: purity over the horizon, at the ends of segments as in DenStream's paper.</summary>
/// <remarks>
/// DenStream: epsilon 16, mu 10, beta 0.2, lambda 0.25 a unit of time, which are the paper's; so are speed and horizon: 2,000 points a unit and 2 units without noise and with 1 %, 1,000 and 10
/// with 5 %. Once more with dense micro-groups of up to 3 epsilons apart held together, which keeps thin shapes whole and joins what an evolving stream leaves behind. DBSTREAM, one setting for
/// all: radius 16, lambda 0.001 a point, t_gap 1,000, alpha 0.2, least weight 8. The bar is what DenStream's paper says of itself: purity above 0.95.
/// </remarks>
internal static class DynamicsShapes
{
    private const double Bar = 0.95;

    /// <param name="args">[FOLDER with chameleon_t4_8k and chameleon_t7_10k, .data.gz and .labels0.gz].</param>
    public static int Run(string[] args)
    {
        Console.WriteLine("stream                 points  noise  speed, horizon  algorithm               purity (mean, least)  ARI   groups  micro-groups");
        var below = new List<string>();
        foreach (var name in PaperStreams.Names)
        {
            foreach (var (noise, speed, horizon) in name is "three Gaussians" ? new[] { (0.05, 1000, 5), (0.5, 1000, 5) } : [(0.0, 2000, 2), (0.01, 2000, 2), (0.05, 1000, 10)])
                below.AddRange(Judge(name, PaperStreams.Draw(name, name == "EDS evolving" ? 100_000 : 20_000, noise, 7), noise, speed, horizon));
        }
        if (args.Length > 0)
        {
            foreach (var name in new[] { "chameleon_t4_8k", "chameleon_t7_10k" }) below.AddRange(Judge(name, Chameleon(args[0], name), double.NaN, 1000, 5));
        }
        Console.WriteLine($"below {MarketRun.Text(Bar, "0.00")} in the mean: {(below.Count == 0 ? "none" : string.Join("; ", below))}");
        return 0;
    }

    private static IEnumerable<string> Judge(string name, PaperStreams.Point[] points, double noise, int speed, int horizon)
    {
        DenStream Dense(double reach) => new(new DenStreamOptions { Epsilon = 16, Mu = 10, Beta = 0.2, Lambda = 0.25, Reach = reach });
        var (two, three) = (Dense(2), Dense(3));
        var shared = new DbStream(new DbStreamOptions { Radius = 16, Lambda = 0.001, Gap = 1000, Alpha = 0.2, LeastWeight = 8 });
        var ways = new (string Name, Func<UserSegments.Numerics.Matrix, int[]> Label, Func<int> Micro, List<(double Purity, double Ari, int Groups)> Seen)[]
        {
            ("DenStream", two.Label, () => two.PotentialCount, []), ("DenStream, reach 3", three.Label, () => three.PotentialCount, []), ("DBSTREAM", shared.Label, () => shared.Count, []),
        };
        for (var t = 0; t < points.Length; t++)
        {
            float[] row = [points[t].X, points[t].Y];
            two.Add(row, (double)t / speed);
            three.Add(row, (double)t / speed);
            shared.Add(row);
            if ((t + 1) % Math.Min(10_000, points.Length / 2) != 0) continue;
            var last = points[Math.Max(0, t + 1 - speed * horizon)..(t + 1)];
            var (rows, classes) = (PaperStreams.Rows(last), last.Select(p => p.Class).ToArray());
            foreach (var way in ways)
            {
                var labels = way.Label(rows);
                var (purity, groups) = PaperStreams.Purity(classes, labels);
                int[] clean = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0 && classes[i] >= 0)];
                way.Seen.Add((purity, PartitionAgreement.AdjustedRand([.. clean.Select(i => classes[i])], [.. clean.Select(i => labels[i])]), groups));
            }
        }
        foreach (var (way, _, micro, seen) in ways)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-21} {points.Length,7:N0}  {(double.IsNaN(noise) ? "given" : noise.ToString("0 %", CultureInfo.InvariantCulture)),5}  {speed,6}, {horizon,2}      {way,-22}  {seen.Average(x => x.Purity):0.000}, {seen.Min(x => x.Purity):0.000}          {seen.Average(x => x.Ari):0.00}  {seen.Average(x => x.Groups),6:0.0}  {micro()}"));
        return ways.Where(way => way.Seen.Average(x => x.Purity) < Bar).Select(way => string.Create(CultureInfo.InvariantCulture, $"{way.Name} on {name}{(double.IsNaN(noise) ? "" : $" with {noise:0 %} noise")}"));
    }

    // The published points in random order, as a stream; scaled to the square of the others. Label 0 is noise.
    private static PaperStreams.Point[] Chameleon(string folder, string name)
    {
        double[][] Read(string kind)
        {
            using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(folder, $"{name}.{kind}.gz")), System.IO.Compression.CompressionMode.Decompress));
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), x => double.Parse(x, CultureInfo.InvariantCulture)))];
        }
        var (rows, labels) = (Read("data"), Read("labels0"));
        var scale = PaperStreams.Side / rows.Max(row => Math.Max(row[0], row[1]));
        PaperStreams.Point[] points = [.. rows.Zip(labels, (row, label) => new PaperStreams.Point((float)(scale * row[0]), (float)(scale * row[1]), (int)label[0] - 1))];
        new UserSegments.Numerics.Rng(7).Shuffle<PaperStreams.Point>(points);
        return points;
    }
}
