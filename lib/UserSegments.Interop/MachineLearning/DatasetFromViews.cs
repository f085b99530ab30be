using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>A <see cref="Dataset"/> back from views such as those of <see cref="DatasetViews"/>.</summary>
public static class DatasetFromViews
{
    /// <summary>Reads interactions, and if they are given what is known of people and items.</summary>
    /// <param name="interactions">User and Item (keys of UInt32 with KeyValues); if they are there Kind (a key with names of <see cref="InteractionKind"/>, else all are ratings), Value (Single, else 1), Time, Text.</param>
    /// <param name="users">Id (text), every other column of text an attribute; the KeyValues of User if left out.</param>
    /// <param name="items">Id (text); if they are there Title, Description, Tags, Price; the KeyValues of Item if left out.</param>
    /// <param name="name">What the set is called in reports.</param>
    /// <exception cref="ArgumentException">A column is missing or holds something else, or the ids are not those of the keys.</exception>
    /// <exception cref="InvalidDataException">A row lacks its user or item.</exception>
    public static Dataset ToDataset(this IDataView interactions, IDataView? users = null, IDataView? items = null, string name = "view")
    {
        ArgumentNullException.ThrowIfNull(interactions);
        var schema = interactions.Schema;
        var (user, userIds) = Key(schema, "User");
        var (item, itemIds) = Key(schema, "Item");
        var people = users is null ? [.. userIds.Select(id => new User(id))] : Users(users);
        var things = items is null ? [.. itemIds.Select(id => new Item(id, id))] : Items(items);
        Same(people.Select(x => x.Id), userIds, "users");
        Same(things.Select(x => x.Id), itemIds, "items");

        using var cursor = interactions.GetRowCursor(schema);
        var (readUser, readItem) = (Number(cursor, user), Number(cursor, item));
        var readKind = schema.GetColumnOrNull("Kind") is null ? () => InteractionKind.Rating : Kind(cursor, Key(schema, "Kind"));
        var readValue = Optional(cursor, "Value", NumberDataViewType.Single, 1f);
        var readTime = Optional(cursor, "Time", DateTimeDataViewType.Instance, DateTime.MinValue);
        var readText = Optional(cursor, "Text", TextDataViewType.Instance, ReadOnlyMemory<char>.Empty);
        var done = new List<Interaction>();
        while (cursor.MoveNext())
        {
            var time = readTime();
            done.Add(new(readUser(), readItem(), readKind(), readValue(), time == DateTime.MinValue ? null : time, readText().ToString()));
        }
        return new Dataset(name, people, things, done);
    }

    private static User[] Users(IDataView view)
    {
        var names = view.Schema.Where(column => column.Type is TextDataViewType && column.Name != "Id" && !column.IsHidden).Select(column => column.Name).ToArray();
        Columns.Text(view.Schema, "Id");
        using var cursor = view.GetRowCursor(view.Schema);
        var id = Text(cursor, "Id");
        var attributes = names.Select(name => (name, Text: Text(cursor, name))).ToArray();
        var users = new List<User>();
        while (cursor.MoveNext())
        {
            users.Add(new User(id())
            {
                Attributes = attributes.Select(x => (x.name, Value: x.Text())).Where(x => x.Value.Length > 0).ToDictionary(x => x.name, x => x.Value),
            });
        }
        return [.. users];
    }

    private static Item[] Items(IDataView view)
    {
        Columns.Text(view.Schema, "Id");
        using var cursor = view.GetRowCursor(view.Schema);
        var id = Text(cursor, "Id");
        var title = view.Schema.GetColumnOrNull("Title") is null ? id : Text(cursor, "Title");
        var description = Text(cursor, "Description");
        var tags = Optional(cursor, "Tags", new VectorDataViewType(TextDataViewType.Instance), default(VBuffer<ReadOnlyMemory<char>>));
        var price = Optional(cursor, "Price", NumberDataViewType.Double, double.NaN);
        var items = new List<Item>();
        while (cursor.MoveNext())
        {
            var cost = price();
            items.Add(new Item(id(), title())
            {
                Description = description(),
                Tags = [.. tags().DenseValues().Select(tag => tag.ToString())],
                Price = double.IsNaN(cost) ? null : cost,
            });
        }
        return [.. items];
    }

    private static (DataViewSchema.Column Column, string[] Names) Key(DataViewSchema schema, string name)
    {
        var column = Columns.Find(schema, name);
        var names = Annotated.Names(column, "KeyValues");
        return column.Type is KeyDataViewType { RawType: var raw } && raw == typeof(uint) && names.Length > 0
            ? (column, names)
            : throw Columns.Unfit(column, "a key of UInt32 with texts as KeyValues");
    }

    private static Func<int> Number(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<uint>(column);
        uint key = 0;
        return () =>
        {
            getter(ref key);
            return key > 0 ? (int)key - 1 : throw new InvalidDataException($"Row {cursor.Position} has no {column.Name}, expected a key.");
        };
    }

    private static Func<InteractionKind> Kind(DataViewRowCursor cursor, (DataViewSchema.Column Column, string[] Names) key)
    {
        var kinds = Array.ConvertAll(key.Names, name => Enum.TryParse<InteractionKind>(name, out var kind)
            ? kind
            : throw new ArgumentException($"Kind has the value \"{name}\", expected one of {string.Join(", ", Enum.GetNames<InteractionKind>())}.", nameof(key)));
        var number = Number(cursor, key.Column);
        return () => kinds[number()];
    }

    private static Func<TValue> Optional<TValue>(DataViewRowCursor cursor, string name, DataViewType type, TValue missing)
    {
        if (cursor.Schema.GetColumnOrNull(name) is not { } column) return () => missing;
        if (!column.Type.Equals(type)) throw Columns.Unfit(column, type.ToString()!);
        var getter = cursor.GetGetter<TValue>(column);
        TValue value = default!;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    private static Func<string> Text(DataViewRowCursor cursor, string name)
    {
        var text = Optional(cursor, name, TextDataViewType.Instance, ReadOnlyMemory<char>.Empty);
        return () => text().ToString();
    }

    private static void Same(IEnumerable<string> ids, string[] keys, string what)
    {
        var given = ids.ToArray();
        if (!given.SequenceEqual(keys))
            throw new ArgumentException($"{what} has {given.Length} ids that are not the {keys.Length} KeyValues of the interactions, expected the same in the same order.", what);
    }
}
