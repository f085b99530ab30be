using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Who had what, as a sparse matrix (users, items).</summary>
public static class InteractionMatrix
{
    /// <summary>1 where a user had an item, once or often.</summary>
    /// <param name="dataset">Users, items and interactions.</param>
    public static SparseMatrix Binary(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var rows = new Dictionary<int, float>?[dataset.Users.Count];
        foreach (var x in dataset.Interactions) (rows[x.User] ??= [])[x.Item] = 1;
        return SparseMatrix.FromRows(dataset.Items.Count, rows);
    }

    /// <summary>A weight of each interaction, added up per user and item; cells whose sum is 0 are left out.</summary>
    /// <param name="dataset">Users, items and interactions.</param>
    /// <param name="weight">What one interaction counts.</param>
    public static SparseMatrix Weighted(Dataset dataset, Func<Interaction, float> weight)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(weight);
        var rows = new Dictionary<int, float>?[dataset.Users.Count];
        foreach (var x in dataset.Interactions)
        {
            var own = rows[x.User] ??= [];
            own[x.Item] = own.GetValueOrDefault(x.Item) + weight(x);
        }
        foreach (var own in rows)
        {
            if (own is null) continue;
            foreach (var item in own.Where(cell => cell.Value == 0).Select(cell => cell.Key).ToArray()) own.Remove(item);
        }
        return SparseMatrix.FromRows(dataset.Items.Count, rows);
    }

    internal static SparseMatrix Same(Dataset histories, int items)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Items.Count != items)
            throw new ArgumentException($"histories has {histories.Items.Count} items, expected {items} as in training.", nameof(histories));
        return Binary(histories);
    }
}
