using System.Buffers;
using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>One run of k-means from given centres: exact passes that skip the rows whose bounds prove their label.</summary>
internal sealed class Lloyd
{
    // Rounding of a squared distance, as a share of |x|^2 + |c|^2; bounds are loosened by it, so no row is skipped wrongly.
    private const float Rounding = 2e-6f;

    private readonly KMeansFrame frame;
    private readonly KMeansOptions options;
    private readonly Matrix points;
    private readonly int k;
    private readonly int[] labels;
    private readonly float[] upper, lower;      // of the distance to the own centre, and to any other
    private readonly double[][] sums;
    private readonly double[] totals;

    public Lloyd(KMeansFrame frame, KMeansOptions options)
    {
        (this.frame, this.options, points, k) = (frame, options, frame.Points, options.K);
        labels = new int[points.Rows];
        labels.AsSpan().Fill(-1);
        (upper, lower) = (new float[points.Rows], new float[points.Rows]);
        upper.AsSpan().Fill(float.PositiveInfinity);
        sums = new double[k][];
        for (var j = 0; j < k; j++) sums[j] = new double[points.Columns];
        totals = new double[k];
    }

    public Clustering Run(Matrix start)
    {
        var centres = start.Copy();
        if (options.Spherical) centres = centres.NormalizeRows();
        var trace = new List<double>();
        var stop = options.Tolerance * frame.Variance;
        var converged = false;
        UpdateSums(Assign(centres, new float[k]));
        for (var pass = 0; pass < options.MaxPasses && !converged; pass++)
        {
            EmptyGroups.Refill(frame, centres, labels, lower, sums, totals);
            var next = Means(options, centres, sums, totals);
            var moves = new float[k];
            var moved = 0.0;
            for (var j = 0; j < k; j++)
            {
                var squared = Euclid.SquaredExactly(next.Row(j), centres.Row(j));
                moves[j] = MathF.BitIncrement((float)Math.Sqrt(squared));
                moved += squared;
            }
            centres = next;
            trace.Add(Inertia(frame, centres, sums, totals));
            var changed = Assign(centres, moves);
            UpdateSums(changed);
            converged = changed.Length == 0 || moved <= stop;
        }
        return new Clustering(labels, Name(options), k)
        {
            Centres = frame.Unshift(centres),
            Inertia = Inertia(frame, centres, sums, totals),
            Passes = trace.Count,
            Converged = converged,
            Trace = trace,
        };
    }

    /// <summary>What the method is called in a result.</summary>
    public static string Name(KMeansOptions options) => options.Spherical ? $"spherical k-means, k = {options.K}" : $"k-means, k = {options.K}";

    /// <summary>Gives every row its nearest centre, after centres moved by <paramref name="moves"/>; returns the rows whose label changed with the old label.</summary>
    private (int Row, int Old)[] Assign(Matrix centres, float[] moves)
    {
        var target = new CentreSet(centres, frame.Mean);
        var largest = TensorPrimitives.IndexOfMax<float>(moves);
        var second = 0f;
        for (var j = 0; j < k; j++)
        {
            if (j != largest) second = Math.Max(second, moves[j]);
        }
        var longest = 2 * frame.MeanSquaredNorm;
        var reach = 0f;
        for (var j = 0; j < k; j++) reach = Math.Max(reach, Euclid.Squared(centres.Row(j), frame.Mean));
        longest += reach;
        var blockRows = Math.Clamp(32768 / target.Stride / 6 * 6, 48, 384);
        var changes = new List<(int, int)>[Blocks.Count(points.Rows, blockRows)];
        Blocks.For(points.Rows, blockRows, (block, start, end) =>
        {
            var open = ArrayPool<int>.Shared.Rent(end - start);
            var count = 0;
            for (var i = start; i < end; i++)
            {
                var label = labels[i];
                if (label >= 0)
                {
                    upper[i] += moves[label];
                    lower[i] -= label == largest ? second : moves[largest];
                    if (upper[i] < lower[i]) continue;
                    upper[i] = MathF.Sqrt(Euclid.Squared(points.Row(i), centres.Row(label))) * (1 + 4e-6f);
                    if (upper[i] < lower[i]) continue;
                }
                open[count++] = i;
            }
            if (count > 0) changes[block] = Decide(open.AsSpan(0, count), end - start, start, target, longest);
            ArrayPool<int>.Shared.Return(open);
        });
        return [.. changes.Where(list => list is not null).SelectMany(list => list)];
    }

    /// <summary>Finds the nearest and the second nearest centre of the open rows of a block.</summary>
    private List<(int, int)> Decide(ReadOnlySpan<int> open, int blockRows, int start, CentreSet target, float longest)
    {
        var (columns, stride) = (points.Columns, target.Stride);
        var scores = ArrayPool<float>.Shared.Rent(open.Length * stride);
        float[]? gathered = null;
        ReadOnlySpan<float> rows;
        if (open.Length == blockRows)
        {
            rows = points.RowBlock(start, blockRows);
        }
        else
        {
            gathered = ArrayPool<float>.Shared.Rent(open.Length * columns);
            for (var r = 0; r < open.Length; r++) points.Row(open[r]).CopyTo(gathered.AsSpan(r * columns));
            rows = gathered.AsSpan(0, open.Length * columns);
        }
        target.Scores(rows, open.Length, scores);
        var changed = new List<(int, int)>();
        for (var r = 0; r < open.Length; r++)
        {
            var i = open[r];
            var row = scores.AsSpan(r * stride, k);
            var nearest = TensorPrimitives.IndexOfMin<float>(row);
            var least = row[nearest];
            row[nearest] = float.PositiveInfinity;
            var next = TensorPrimitives.Min<float>(row);
            var norm = frame.SquaredNorms[i];
            var slack = Rounding * ((2 * norm) + longest);
            upper[i] = MathF.Sqrt(Math.Max(0, norm + least + slack));
            lower[i] = MathF.Sqrt(Math.Max(0, norm + next - slack));
            if (labels[i] == nearest) continue;
            changed.Add((i, labels[i]));
            labels[i] = nearest;
        }
        ArrayPool<float>.Shared.Return(scores);
        if (gathered is not null) ArrayPool<float>.Shared.Return(gathered);
        return changed;
    }

    /// <summary>Moves changed rows from their old group's sum to their new one's; sums all anew when many changed.</summary>
    private void UpdateSums((int Row, int Old)[] changed)
    {
        if (changed.Length > points.Rows / 4)
        {
            var all = RowsByGroup.Of(labels, k);
            Blocks.For(k, 1, (j, _, _) =>
            {
                Array.Clear(sums[j]);
                totals[j] = GroupMeans.Add(points, all.Members(j), frame.Weights, sums[j]);
            });
            return;
        }
        var left = RowsByGroup.Of(Array.ConvertAll(changed, change => change.Old), k);
        var joined = RowsByGroup.Of(Array.ConvertAll(changed, change => labels[change.Row]), k);
        Blocks.For(k, 1, (j, _, _) =>
        {
            foreach (var c in left.Members(j)) Change(changed[c].Row, -1);
            foreach (var c in joined.Members(j)) Change(changed[c].Row, 1);

            void Change(int row, int sign)
            {
                GroupMeans.AddRow(points.Row(row), sign * frame.Weight(row), sums[j]);
                totals[j] += sign * frame.Weight(row);
            }
        });
    }

    /// <summary>The groups' means out of their sums; a group without weight keeps its centre.</summary>
    public static Matrix Means(KMeansOptions options, Matrix before, double[][] sums, double[] totals)
    {
        var means = before.Copy();
        for (var j = 0; j < means.Rows; j++)
        {
            if (totals[j] > 0) GroupMeans.Write(sums[j], totals[j], means.Row(j));
        }
        return options.Spherical ? means.NormalizeRows() : means;
    }

    /// <summary><c>sum w |x|^2 - 2 sum_j c_j s_j + sum_j w_j |c_j|^2</c>, in double precision from the groups' sums.</summary>
    public static double Inertia(KMeansFrame frame, Matrix centres, double[][] sums, double[] totals)
    {
        var inertia = frame.TotalSquares;
        for (var j = 0; j < centres.Rows; j++)
        {
            var row = centres.Row(j);
            var (cross, norm) = (0.0, 0.0);
            for (var t = 0; t < row.Length; t++)
            {
                cross += row[t] * sums[j][t];
                norm += (double)row[t] * row[t];
            }
            inertia += (totals[j] * norm) - (2 * cross);
        }
        return Math.Max(0, inertia);
    }
}
