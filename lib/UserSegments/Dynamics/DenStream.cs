using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>DenStream (Cao, Ester, Qian and Zhou, 2006): groups of any shape in a stream, with noise, that fade.</summary>
/// <remarks>
/// A row goes to the nearest potential micro-group if its radius stays within epsilon, else to the nearest outlier one, else it founds an outlier one; an outlier
/// micro-group heavier than beta mu becomes potential. At every <c>Tp = ceil(log2(beta mu / (beta mu - 1)) / lambda)</c> what has become too light goes. The groups
/// are those of DBSCAN on the potential micro-groups: dense ones (weight at least mu) within reach belong together. O(micro-groups · d) a row; memory is bounded by
/// the micro-groups. Not thread-safe; deterministic.
/// </remarks>
public sealed class DenStream
{
    private readonly DenStreamOptions options;
    private readonly List<MicroGroup> potential = [], outliers = [];
    private readonly double period;
    private double now, pruned;
    private float[] buffer = [];

    /// <summary>Starts empty.</summary>
    /// <param name="options">How it runs.</param>
    /// <exception cref="ArgumentException">Beta times mu is not above 1, so that every row would be dense.</exception>
    public DenStream(DenStreamOptions options)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        var least = options.Beta * options.Mu;
        if (least <= 1) throw new ArgumentException(FormattableString.Invariant($"options has beta mu = {least:g4}, expected above 1."), nameof(options));
        period = Math.Ceiling(Math.Log2(least / (least - 1)) / options.Lambda);
    }

    /// <summary>Number of potential micro-groups.</summary>
    public int PotentialCount => potential.Count;

    /// <summary>Number of outlier micro-groups: what fits nowhere yet.</summary>
    public int OutlierCount => outliers.Count;

    /// <summary>Takes in one row.</summary>
    /// <param name="row">(d) finite.</param>
    /// <param name="time">When, in the unit of lambda; not before the last row's.</param>
    public void Add(ReadOnlySpan<float> row, double time)
    {
        if (!(time >= now) || !double.IsFinite(time)) throw new ArgumentOutOfRangeException(nameof(time), time, FormattableString.Invariant($"time is {time}, expected at least {now}."));
        row = StreamRow.Prepared(row, options.Cosine, ref buffer);
        now = time;
        if (!TryAdd(potential, row) && TryAdd(outliers, row) is var added)
        {
            if (!added)
            {
                var founded = new MicroGroup(row.Length, now);
                founded.Add(row, now, options.Lambda);
                outliers.Add(founded);
            }
            Promote();
        }
        if (now - pruned >= period) Prune();
    }

    /// <summary>The group of each potential micro-group now: DBSCAN over them, -1 for those that no dense one reaches.</summary>
    /// <returns>Labels of the micro-groups in the order of <see cref="Centres"/>, numbered from 0.</returns>
    public int[] Labels()
    {
        var (labels, next) = (new int[potential.Count], 0);
        Array.Fill(labels, -1);
        for (var first = 0; first < labels.Length; first++)
        {
            if (labels[first] >= 0 || !IsDense(first)) continue;
            var open = new Queue<int>([first]);
            labels[first] = next;
            while (open.TryDequeue(out var at))
            {
                if (!IsDense(at)) continue;
                for (var other = 0; other < labels.Length; other++)
                {
                    if (labels[other] >= 0 || TensorPrimitives.Distance<float>(potential[at].Centre, potential[other].Centre) > options.Reach * options.Epsilon) continue;
                    labels[other] = next;
                    open.Enqueue(other);
                }
            }
            next++;
        }
        return labels;
    }

    /// <summary>(micro-groups, d) the centres of the potential micro-groups.</summary>
    public Matrix Centres() => Matrix.FromRows([.. potential.Select(x => (float[])x.Centre.Clone())]);

    /// <summary>The group of rows: that of the nearest potential micro-group within two epsilons, else -1.</summary>
    /// <param name="rows">(n, d) finite.</param>
    public int[] Label(Matrix rows)
    {
        Check.Finite(rows);
        var (labels, result) = (Labels(), new int[rows.Rows]);
        for (var i = 0; i < result.Length; i++)
        {
            var row = StreamRow.Prepared(rows.Row(i), options.Cosine, ref buffer);
            var nearest = Nearest(potential, row);
            result[i] = nearest >= 0 && TensorPrimitives.Distance(row, potential[nearest].Centre) <= 2 * options.Epsilon ? labels[nearest] : -1;
        }
        return result;
    }

    private bool TryAdd(List<MicroGroup> groups, ReadOnlySpan<float> row)
    {
        var nearest = Nearest(groups, row);
        if (nearest < 0 || groups[nearest].RadiusWith(row, now, options.Lambda) > options.Epsilon) return false;
        groups[nearest].Add(row, now, options.Lambda);
        return true;
    }

    private void Promote()
    {
        for (var i = outliers.Count - 1; i >= 0; i--)
        {
            if (outliers[i].WeightAt(now, options.Lambda) <= options.Beta * options.Mu) continue;
            potential.Add(outliers[i]);
            outliers.RemoveAt(i);
        }
    }

    // An outlier that gathers more than a row a period would weigh at least xi; what weighs less is noise.
    private void Prune()
    {
        pruned = now;
        potential.RemoveAll(x => x.WeightAt(now, options.Lambda) < options.Beta * options.Mu);
        outliers.RemoveAll(x =>
        {
            var xi = (Math.Pow(2, -options.Lambda * (now - x.Born + period)) - 1) / (Math.Pow(2, -options.Lambda * period) - 1);
            return x.WeightAt(now, options.Lambda) < xi;
        });
    }

    private bool IsDense(int index) => potential[index].WeightAt(now, options.Lambda) >= options.Mu;

    private static int Nearest(List<MicroGroup> groups, ReadOnlySpan<float> row)
    {
        var (best, least) = (-1, float.PositiveInfinity);
        for (var i = 0; i < groups.Count; i++)
        {
            var distance = TensorPrimitives.Distance(row, groups[i].Centre);
            if (distance < least) (best, least) = (i, distance);
        }
        return best;
    }
}
