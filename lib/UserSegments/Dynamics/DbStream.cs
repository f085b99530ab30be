using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>DBSTREAM (Hahsler and Bolaños, 2016): micro-groups that move, and groups made of those between which rows are shared.</summary>
/// <remarks>
/// All micro-groups within the radius of a row gain weight, and each moves towards it by a Gaussian of its distance, unless two of them would then lie within the radius of
/// each other; each pair of them notes the row as shared. Weights and shared weights fade. Two micro-groups belong together where the shared weight is at least alpha of their
/// mean weight: rows lie between them, not only around them. O(micro-groups · d) a row; memory is bounded by the micro-groups and the pairs that touch. Not thread-safe; deterministic.
/// </remarks>
public sealed class DbStream
{
    private readonly DbStreamOptions options;
    private readonly List<Micro> groups = [];
    private readonly Dictionary<(long, long), (double Weight, long Time)> shared = [];
    private long rows, next;
    private float[] buffer = [];

    /// <summary>Starts empty.</summary>
    /// <param name="options">How it runs.</param>
    public DbStream(DbStreamOptions options) => this.options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Number of micro-groups.</summary>
    public int Count => groups.Count;

    /// <summary>Takes in one row; time counts rows.</summary>
    /// <param name="row">(d) finite.</param>
    public void Add(ReadOnlySpan<float> row)
    {
        row = StreamRow.Prepared(row, options.Cosine, ref buffer);
        rows++;
        var near = new List<(Micro Group, double Distance)>();
        foreach (var group in groups)
        {
            var distance = TensorPrimitives.Distance(row, group.Centre);
            if (distance < options.Radius) near.Add((group, distance));
        }
        if (near.Count == 0) groups.Add(new Micro(next++, row.ToArray(), rows));
        foreach (var (group, _) in near)
        {
            group.Weight = Faded(group.Weight, group.Time) + 1;
            group.Time = rows;
        }
        Share(near);
        Move(near, row);
        if (rows % options.Gap == 0) CleanUp();
    }

    /// <summary>(micro-groups, d) the centres, in the order of <see cref="Labels"/>.</summary>
    public Matrix Centres() => Matrix.FromRows([.. groups.Select(group => (float[])group.Centre.Clone())]);

    /// <summary>The group of each micro-group now, numbered from 0; -1 for those that weigh too little.</summary>
    public int[] Labels()
    {
        var labels = new int[groups.Count];
        Array.Fill(labels, -1);
        var next = 0;
        for (var first = 0; first < labels.Length; first++)
        {
            if (labels[first] >= 0 || !IsStrong(groups[first])) continue;
            var open = new Queue<int>([first]);
            labels[first] = next;
            while (open.TryDequeue(out var at))
            {
                for (var other = 0; other < labels.Length; other++)
                {
                    if (labels[other] >= 0 || !IsStrong(groups[other]) || !Together(groups[at], groups[other])) continue;
                    labels[other] = next;
                    open.Enqueue(other);
                }
            }
            next++;
        }
        return labels;
    }

    /// <summary>The group of rows: that of the nearest strong micro-group within the radius, else -1.</summary>
    /// <param name="rows">(n, d) finite.</param>
    public int[] Label(Matrix rows)
    {
        Check.Finite(rows);
        var (labels, result) = (Labels(), new int[rows.Rows]);
        for (var i = 0; i < result.Length; i++)
        {
            var row = StreamRow.Prepared(rows.Row(i), options.Cosine, ref buffer);
            var (best, least) = (-1, options.Radius);
            for (var g = 0; g < labels.Length; g++)
            {
                var distance = labels[g] < 0 ? double.PositiveInfinity : TensorPrimitives.Distance(row, groups[g].Centre);
                if (distance < least) (best, least) = (labels[g], distance);
            }
            result[i] = best;
        }
        return result;
    }

    private void Share(List<(Micro Group, double Distance)> near)
    {
        for (var i = 0; i < near.Count; i++)
        {
            for (var j = i + 1; j < near.Count; j++)
            {
                var pair = (near[i].Group.Id, near[j].Group.Id);
                var (weight, time) = shared.GetValueOrDefault(pair, (0, rows));
                shared[pair] = (Faded(weight, time) + 1, rows);
            }
        }
    }

    // The neighbourhood is a Gaussian with a third of the radius as its deviation. Two centres that would come within the radius of each other stay where they were.
    private void Move(List<(Micro Group, double Distance)> near, ReadOnlySpan<float> row)
    {
        var moved = new float[near.Count][];
        for (var i = 0; i < moved.Length; i++)
        {
            var ratio = 3 * near[i].Distance / options.Radius;
            var step = (float)Math.Exp(-ratio * ratio / 2);
            moved[i] = new float[row.Length];
            for (var c = 0; c < row.Length; c++) moved[i][c] = near[i].Group.Centre[c] + step * (row[c] - near[i].Group.Centre[c]);
        }
        var held = new bool[moved.Length];
        for (var i = 0; i < moved.Length; i++)
        {
            for (var j = i + 1; j < moved.Length; j++)
            {
                if (TensorPrimitives.Distance<float>(moved[i], moved[j]) < options.Radius) held[i] = held[j] = true;
            }
        }
        for (var i = 0; i < moved.Length; i++)
        {
            if (!held[i]) near[i].Group.Centre = moved[i];
        }
    }

    // A micro-group that got no row for a gap weighs less than one row of a gap ago.
    private void CleanUp()
    {
        var weak = Math.Pow(2, -options.Lambda * options.Gap);
        groups.RemoveAll(group => Faded(group.Weight, group.Time) < weak);
        var left = groups.Select(group => group.Id).ToHashSet();
        foreach (var (pair, (weight, time)) in shared.ToArray())
        {
            if (!left.Contains(pair.Item1) || !left.Contains(pair.Item2) || Faded(weight, time) < options.Alpha * weak) shared.Remove(pair);
        }
    }

    private bool IsStrong(Micro group) => Faded(group.Weight, group.Time) >= options.LeastWeight;

    private bool Together(Micro a, Micro b) =>
        shared.TryGetValue(a.Id < b.Id ? (a.Id, b.Id) : (b.Id, a.Id), out var common)
        && Faded(common.Weight, common.Time) >= options.Alpha * (Faded(a.Weight, a.Time) + Faded(b.Weight, b.Time)) / 2;

    private double Faded(double weight, long time) => weight * Math.Pow(2, -options.Lambda * (rows - time));

    private sealed class Micro(long id, float[] centre, long time)
    {
        public long Id { get; } = id;

        public float[] Centre { get; set; } = centre;

        public double Weight { get; set; } = 1;

        public long Time { get; set; } = time;
    }
}
