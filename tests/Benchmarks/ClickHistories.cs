using UserSegments.Data;
using UserSegments.Training;

namespace Benchmarks;

/// <summary>What was known of each person when each list was shown.</summary>
internal static class ClickHistories
{
    /// <summary>One moment a list, in the order of lists; texts are the rows of interactions that say something.</summary>
    public static PersonMoment[] Of(Dataset data)
    {
        var rows = data.Interactions.Index().ToLookup(x => x.Item.User);
        var moments = new PersonMoment[data.Impressions.Count];
        foreach (var own in data.Impressions.Index().GroupBy(x => x.Item.User))
        {
            var (written, taken, passed) = (new List<int>(), new List<int>(), new List<int>());
            using var past = rows[own.Key].OrderBy(x => x.Item.Time).GetEnumerator();
            var more = past.MoveNext();
            foreach (var (index, list) in own.OrderBy(x => x.Item.Time))
            {
                for (; more && past.Current.Item.Time < list.Time; more = past.MoveNext())
                {
                    if (past.Current.Item.Text.Length > 0) written.Add(past.Current.Index);
                    taken.Add(past.Current.Item.Item);
                }
                moments[index] = new PersonMoment([.. written], [.. taken], [.. passed]);
                for (var j = 0; j < list.Items.Length; j++) (list.Clicked[j] ? taken : passed).Add(list.Items[j]);
            }
        }
        return moments;
    }
}
