using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How much more often the users of a group have something than all users have it.</summary>
internal static class Lifts
{
    /// <summary>Which user has which item, each once.</summary>
    public static SparseMatrix Items(Dataset dataset) => Once(
        dataset.Users.Count, dataset.Items.Count, dataset.Interactions.Select(x => (x.User, x.Item)));

    /// <summary>Which user has which category (tag of an item), each once; categories in ordinal order.</summary>
    public static (string[] Names, SparseMatrix Users) Categories(Dataset dataset)
    {
        string[] names = [.. dataset.Items.SelectMany(item => item.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var index = names.Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i, StringComparer.Ordinal);
        var tags = dataset.Items.Select(item => item.Tags.Select(tag => index[tag]).ToArray()).ToArray();
        return (names, Once(dataset.Users.Count, names.Length, dataset.Interactions.SelectMany(x => tags[x.Item].Select(tag => (x.User, tag)))));
    }

    /// <summary>The highest lifts of one group.</summary>
    /// <param name="has">(n, m) which user has what.</param>
    /// <param name="labels">(n) groups.</param>
    /// <param name="group">The group.</param>
    /// <param name="minimumUsers">What fewer users of the group have is left out.</param>
    /// <param name="count">How many.</param>
    /// <param name="name">What each is called.</param>
    /// <param name="item">The item of each, -1 for none.</param>
    public static SegmentItem[] Top(SparseMatrix has, int[] labels, int group, int minimumUsers, int count, Func<int, string> name, Func<int, int> item)
    {
        const double prior = 5;             // users of average taste that are added to every group
        var (inside, whole) = (new int[has.Columns], new int[has.Columns]);
        var (size, all) = (labels.Count(label => label == group), labels.Count(label => label >= 0));
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0) continue;
            foreach (var column in has.RowIndices(i))
            {
                whole[column]++;
                if (labels[i] == group) inside[column]++;
            }
        }
        return [.. Enumerable.Range(0, has.Columns)
            .Where(j => inside[j] >= minimumUsers)
            .Select(j =>
            {
                var share = (double)whole[j] / all;
                return new SegmentItem(name(j), item(j), inside[j], (double)inside[j] / size, share, (inside[j] + prior * share) / (size + prior) / share);
            })
            .Where(x => x.Lift > 1)
            .OrderByDescending(x => x.Lift).ThenByDescending(x => x.Users).ThenBy(x => x.Name, StringComparer.Ordinal)
            .Take(count)];
    }

    private static SparseMatrix Once(int rows, int columns, IEnumerable<(int Row, int Column)> pairs)
    {
        var cells = new Dictionary<int, float>[rows];
        for (var i = 0; i < rows; i++) cells[i] = [];
        foreach (var (row, column) in pairs) cells[row][column] = 1;
        return SparseMatrix.FromRows(columns, cells);
    }
}
