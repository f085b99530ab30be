using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>Gives every group that lost all its rows the row farthest from its own centre.</summary>
internal static class EmptyGroups
{
    /// <summary>Moves rows to empty groups, as scikit-learn does; a row that is alone in its group stays, and so does a row at its centre.</summary>
    public static void Refill(KMeansFrame frame, Matrix centres, int[] labels, float[] lower, double[][] sums, double[] totals)
    {
        var members = new int[totals.Length];
        foreach (var label in labels) members[label]++;
        if (Array.IndexOf(members, 0) < 0) return;
        var points = frame.Points;
        var distances = new double[points.Rows];
        Blocks.For(points.Rows, 1024, (_, start, end) =>
        {
            for (var i = start; i < end; i++) distances[i] = Euclid.SquaredExactly(points.Row(i), centres.Row(labels[i])) * (frame.Weight(i) > 0 ? 1 : 0);
        });
        var farthest = Enumerable.Range(0, points.Rows).OrderByDescending(i => distances[i]).GetEnumerator();
        for (var j = 0; j < members.Length; j++)
        {
            if (members[j] > 0) continue;
            var found = false;
            while (!found && farthest.MoveNext())
            {
                var row = farthest.Current;
                if (distances[row] <= 0) return;
                if (members[labels[row]] < 2) continue;
                Move(row, j);
                found = true;
            }
        }

        void Move(int row, int group)
        {
            var (old, weight) = (labels[row], frame.Weight(row));
            GroupMeans.AddRow(points.Row(row), -weight, sums[old]);
            GroupMeans.AddRow(points.Row(row), weight, sums[group]);
            totals[old] -= weight;
            totals[group] += weight;
            members[old]--;
            members[group]++;
            labels[row] = group;
            lower[row] = float.NegativeInfinity;       // no bound is known: the next pass looks at every centre
        }
    }
}
