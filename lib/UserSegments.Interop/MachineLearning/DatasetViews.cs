using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>A <see cref="Dataset"/> as three views (what was done, the people, the items), read where it lies.</summary>
/// <remarks>
/// What ML.NET has no word for: a time or a price that is not known is <see cref="DateTime.MinValue"/> or NaN, an attribute that is not known an
/// empty text; <see cref="DatasetFromViews"/> reads them back so. Lists that were shown have no view.
/// </remarks>
/// <example><code>context.Data.FilterRowsByMissingValues(dataset.InteractionsView(), "Value").ToDataset()</code></example>
public static class DatasetViews
{
    /// <summary>One row an interaction, in the order of time: User and Item (keys with the ids as KeyValues), Kind (a key), Value, Time, Text.</summary>
    /// <param name="dataset">The data set.</param>
    public static IDataView InteractionsView(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var rows = dataset.Interactions;
        return new MemoryView(
            rows.Count,
            ViewColumn.Key("User", [.. dataset.Users.Select(user => user.Id)], row => rows[row].User),
            ViewColumn.Key("Item", [.. dataset.Items.Select(item => item.Id)], row => rows[row].Item),
            ViewColumn.Key("Kind", Enum.GetNames<InteractionKind>(), row => (int)rows[row].Kind),
            ViewColumn.Of("Value", NumberDataViewType.Single, (int row, ref float value) => value = rows[row].Value),
            ViewColumn.Of("Time", DateTimeDataViewType.Instance, (int row, ref DateTime value) => value = rows[row].Time ?? DateTime.MinValue),
            ViewColumn.Text("Text", row => rows[row].Text));
    }

    /// <summary>One row a person: Id, and one column of text for every attribute that anybody has, in the order of its name.</summary>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="ArgumentException">An attribute is called "Id".</exception>
    public static IDataView UsersView(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var users = dataset.Users;
        var names = users.SelectMany(user => user.Attributes.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (names.Contains("Id")) throw new ArgumentException("dataset has the attribute \"Id\", expected other names: a column of the view is called so.", nameof(dataset));
        return new MemoryView(
            users.Count,
            [ViewColumn.Text("Id", row => users[row].Id), .. names.Select(name => ViewColumn.Text(name, row => users[row].Attributes.GetValueOrDefault(name, "")))]);
    }

    /// <summary>One row an item: Id, Title, Description, Tags (a vector of texts of any size), Price.</summary>
    /// <param name="dataset">The data set.</param>
    public static IDataView ItemsView(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var items = dataset.Items;
        return new MemoryView(
            items.Count,
            ViewColumn.Text("Id", row => items[row].Id),
            ViewColumn.Text("Title", row => items[row].Title),
            ViewColumn.Text("Description", row => items[row].Description),
            ViewColumn.Of("Tags", new VectorDataViewType(TextDataViewType.Instance), (int row, ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var editor = VBufferEditor.Create(ref value, items[row].Tags.Count);
                for (var i = 0; i < items[row].Tags.Count; i++) editor.Values[i] = items[row].Tags[i].AsMemory();
                value = editor.Commit();
            }),
            ViewColumn.Of("Price", NumberDataViewType.Double, (int row, ref double value) => value = items[row].Price ?? double.NaN));
    }
}
