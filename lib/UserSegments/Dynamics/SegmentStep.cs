using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>The step from one window to the next: who went where, which group is which, and what happened.</summary>
internal sealed class SegmentStep
{
    private readonly SegmentTrackingOptions options;
    private readonly int[,] shared;
    private readonly int[] before, after, sizeBefore, sizeAfter, match;
    private readonly double[,] similarity;

    public SegmentStep(int[] old, int[] now, int groupsBefore, int groupsAfter, Matrix? centresBefore, Matrix? centresAfter, SegmentTrackingOptions options)
    {
        this.options = options;
        (shared, before, after) = (new int[groupsBefore, groupsAfter], new int[groupsBefore], new int[groupsAfter]);
        (sizeBefore, sizeAfter) = (new int[groupsBefore], new int[groupsAfter]);
        for (var user = 0; user < old.Length; user++)
        {
            if (old[user] >= 0) sizeBefore[old[user]]++;
            if (now[user] >= 0) sizeAfter[now[user]]++;
            if (old[user] < 0 || now[user] < 0) continue;
            shared[old[user], now[user]]++;
            before[old[user]]++;
            after[now[user]]++;
        }
        similarity = new double[groupsBefore, groupsAfter];
        for (var i = 0; i < groupsBefore; i++)
        {
            for (var j = 0; j < groupsAfter; j++) similarity[i, j] = Similarity(i, j, centresBefore, centresAfter);
        }
        match = Assignment.Maximise(similarity);
        for (var i = 0; i < groupsBefore; i++)
        {
            if (match[i] >= 0 && similarity[i, match[i]] < options.LeastSimilarity) match[i] = -1;
        }
    }

    /// <summary>The stable id of each new group: that of the old one it matches, else the next free one; -1 for a group without people.</summary>
    public int[] Name(int[] names, ref int next)
    {
        var now = new int[after.Length];
        Array.Fill(now, -1);
        for (var i = 0; i < match.Length; i++)
        {
            if (match[i] >= 0) now[match[i]] = names[i];
        }
        for (var j = 0; j < now.Length; j++)
        {
            if (now[j] < 0 && sizeAfter[j] > 0) now[j] = next++;
        }
        return now;
    }

    public IEnumerable<SegmentEvent> Events(int window, int[] names, int[] now)
    {
        var (allBefore, allAfter) = ((double)sizeBefore.Sum(), (double)sizeAfter.Sum());
        for (var j = 0; j < after.Length; j++)
        {
            if (match.Contains(j) || sizeAfter[j] == 0) continue;
            var parent = Enumerable.Range(0, before.Length).OrderByDescending(i => shared[i, j]).FirstOrDefault(-1);
            var share = parent < 0 || after[j] == 0 ? 0 : (double)shared[parent, j] / after[j];
            yield return share > options.TransferShare && match[parent] >= 0
                ? new SegmentEvent(SegmentEventKind.Split, window, [names[parent]], [names[parent], now[j]], share)
                : new SegmentEvent(SegmentEventKind.Birth, window, [], [now[j]], 1 - share);
        }
        for (var i = 0; i < before.Length; i++)
        {
            if (sizeBefore[i] == 0) continue;
            if (match[i] < 0)
            {
                var heir = Enumerable.Range(0, after.Length).OrderByDescending(j => shared[i, j]).FirstOrDefault(-1);
                var share = heir < 0 || before[i] == 0 ? 0 : (double)shared[i, heir] / before[i];
                yield return share > options.TransferShare && match.Contains(heir)
                    ? new SegmentEvent(SegmentEventKind.Merge, window, [names[i], now[heir]], [now[heir]], share)
                    : new SegmentEvent(SegmentEventKind.Death, window, [names[i]], [], 1 - share);
                continue;
            }
            var change = sizeAfter[match[i]] / allAfter / (sizeBefore[i] / allBefore) - 1;
            if (double.IsFinite(change) && Math.Abs(change) >= options.SizeChange)
            {
                yield return new SegmentEvent(
                    change > 0 ? SegmentEventKind.Growth : SegmentEventKind.Shrink, window, [names[i]], [names[i]], Math.Min(1, Math.Abs(change)));
            }
        }
    }

    private double Similarity(int i, int j, Matrix? centresBefore, Matrix? centresAfter)
    {
        if (sizeBefore[i] == 0 || sizeAfter[j] == 0) return 0;
        var members = before[i] + after[j] == 0 ? 0 : 2.0 * shared[i, j] / (before[i] + after[j]);
        if (centresBefore is null || centresAfter is null) return members;
        var a = centresBefore.Row(i);
        var b = centresAfter.Row(j);
        var norms = TensorPrimitives.Norm<float>(a) * TensorPrimitives.Norm<float>(b);
        var cosine = norms > 0 ? Math.Max(0, TensorPrimitives.Dot<float>(a, b) / norms) : 0;
        return options.MemberWeight * members + (1 - options.MemberWeight) * cosine;
    }
}
