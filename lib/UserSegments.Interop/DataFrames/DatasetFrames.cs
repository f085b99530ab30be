using System.Globalization;
using Microsoft.Data.Analysis;
using UserSegments.Data;

namespace UserSegments.Interop.DataFrames;

/// <summary>A <see cref="Dataset"/> as data frames (what was done, the people, the items) and back.</summary>
/// <remarks>Columns are called as in a delimited file that <c>--data</c> reads. What is not known is null. Lists that were shown have no frame.</remarks>
/// <example><code>var again = market.ToDataFrame().ToDataset(market.UsersToDataFrame(), market.ItemsToDataFrame());</code></example>
public static class DatasetFrames
{
    private const char Separator = '|';

    /// <summary>One row an interaction, in the order of time: user, item, kind, value, time, text.</summary>
    /// <param name="dataset">The data set.</param>
    public static DataFrame ToDataFrame(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var rows = dataset.Interactions;
        return new DataFrame(
            new StringDataFrameColumn("user", rows.Select(x => dataset.Users[x.User].Id)),
            new StringDataFrameColumn("item", rows.Select(x => dataset.Items[x.Item].Id)),
            new StringDataFrameColumn("kind", rows.Select(x => x.Kind.ToString())),
            new SingleDataFrameColumn("value", rows.Select(x => x.Value)),
            new DateTimeDataFrameColumn("time", rows.Select(x => x.Time)),
            new StringDataFrameColumn("text", rows.Select(x => x.Text)));
    }

    /// <summary>One row a person: id, and one column of text for every attribute that anybody has, in the order of its name.</summary>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="ArgumentException">An attribute is called "id".</exception>
    public static DataFrame UsersToDataFrame(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var names = dataset.Users.SelectMany(user => user.Attributes.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (names.Contains("id")) throw new ArgumentException("dataset has the attribute \"id\", expected other names: a column of the frame is called so.", nameof(dataset));
        return new DataFrame(
        [
            new StringDataFrameColumn("id", dataset.Users.Select(user => user.Id)),
            .. names.Select(name => new StringDataFrameColumn(name, dataset.Users.Select(user => user.Attributes.GetValueOrDefault(name)))),
        ]);
    }

    /// <summary>One row an item: id, title, description, tags (with | between them), price.</summary>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="ArgumentException">A tag holds a |.</exception>
    public static DataFrame ItemsToDataFrame(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Items.FirstOrDefault(item => item.Tags.Any(tag => tag.Contains(Separator))) is { } bad)
            throw new ArgumentException($"Item \"{bad.Id}\" has a tag with a {Separator} in it, expected none: tags are written with {Separator} between them.", nameof(dataset));
        return new DataFrame(
            new StringDataFrameColumn("id", dataset.Items.Select(item => item.Id)),
            new StringDataFrameColumn("title", dataset.Items.Select(item => item.Title)),
            new StringDataFrameColumn("description", dataset.Items.Select(item => item.Description)),
            new StringDataFrameColumn("tags", dataset.Items.Select(item => string.Join(Separator, item.Tags))),
            new DoubleDataFrameColumn("price", dataset.Items.Select(item => item.Price)));
    }

    /// <summary>Reads interactions, and if they are given what is known of people and items.</summary>
    /// <param name="interactions">user and item; if they are there kind (a name of <see cref="InteractionKind"/>, else all are ratings), value (a number, else 1), time (DateTime), text.</param>
    /// <param name="users">id, every other column an attribute; the ids in the order in which they come if left out.</param>
    /// <param name="items">id; if they are there title, description, tags, price; the ids in the order in which they come if left out.</param>
    /// <param name="name">What the set is called in reports.</param>
    /// <exception cref="ArgumentException">A column is missing or holds something else, or an id stands twice.</exception>
    /// <exception cref="InvalidDataException">A user, item, kind or value is missing or not known; column and row are named.</exception>
    public static Dataset ToDataset(this DataFrame interactions, DataFrame? users = null, DataFrame? items = null, string name = "frame")
    {
        ArgumentNullException.ThrowIfNull(interactions);
        var (user, item) = (FrameColumns.Find(interactions, "user"), FrameColumns.Find(interactions, "item"));
        var people = users is null ? [.. Distinct(user).Select(id => new User(id))] : Users(users);
        var things = items is null ? [.. Distinct(item).Select(id => new Item(id, id))] : Items(items);
        var (userNumber, itemNumber) = (Numbers(people.Select(x => x.Id), "users"), Numbers(things.Select(x => x.Id), "items"));
        var (kind, value, text) = (Optional(interactions, "kind"), Optional(interactions, "value"), Optional(interactions, "text"));
        var time = Optional(interactions, "time");
        if (time is not null and not PrimitiveDataFrameColumn<DateTime>) throw new ArgumentException($"Column \"time\" is of {time.DataType.Name}, expected DateTime.", nameof(interactions));
        var done = new Interaction[interactions.Rows.Count];
        for (var i = 0; i < done.Length; i++)
        {
            done[i] = new(
                Number(user, i, userNumber),
                Number(item, i, itemNumber),
                kind is null ? InteractionKind.Rating : Kind(kind, i),
                value is null ? 1 : Convert.ToSingle(FrameColumns.Present(value, i), CultureInfo.InvariantCulture),
                (DateTime?)time?[i],
                text is null ? "" : Text(text, i) ?? "");
        }
        return new Dataset(name, people, things, done);
    }

    private static User[] Users(DataFrame frame)
    {
        var id = FrameColumns.Find(frame, "id");
        var others = frame.Columns.Where(column => column.Name != "id").ToArray();
        return [.. Enumerable.Range(0, (int)frame.Rows.Count).Select(i => new User(Id(id, i))
        {
            Attributes = others.Where(column => column[i] is not null).ToDictionary(column => column.Name, column => Text(column, i)!),
        })];
    }

    private static Item[] Items(DataFrame frame)
    {
        var (id, title, price) = (FrameColumns.Find(frame, "id"), Optional(frame, "title"), Optional(frame, "price"));
        var (description, tags) = (Optional(frame, "description"), Optional(frame, "tags"));
        return [.. Enumerable.Range(0, (int)frame.Rows.Count).Select(i => new Item(Id(id, i), title is null ? Id(id, i) : Text(title, i) ?? Id(id, i))
        {
            Description = description is null ? "" : Text(description, i) ?? "",
            Tags = tags is null || Text(tags, i) is not { Length: > 0 } joined ? [] : joined.Split(Separator),
            Price = price?[i] is { } cost ? Convert.ToDouble(cost, CultureInfo.InvariantCulture) : null,
        })];
    }

    private static IEnumerable<string> Distinct(DataFrameColumn column) => Enumerable.Range(0, (int)column.Length).Select(i => Id(column, i)).Distinct(StringComparer.Ordinal);

    private static Dictionary<string, int> Numbers(IEnumerable<string> ids, string what)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (!numbers.TryAdd(id, numbers.Count)) throw new ArgumentException($"The id \"{id}\" stands twice in {what}, expected once.", what);
        }
        return numbers;
    }

    private static int Number(DataFrameColumn column, int row, Dictionary<string, int> numbers) => numbers.TryGetValue(Id(column, row), out var number)
        ? number
        : throw new InvalidDataException($"Column \"{column.Name}\" has \"{Id(column, row)}\" in row {row}, expected one of the {numbers.Count} ids of the {column.Name}s given.");

    private static InteractionKind Kind(DataFrameColumn column, int row) => Enum.TryParse<InteractionKind>(Id(column, row), ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? kind
        : throw new InvalidDataException($"Column \"kind\" has \"{Id(column, row)}\" in row {row}, expected one of {string.Join(", ", Enum.GetNames<InteractionKind>())}.");

    private static string Id(DataFrameColumn column, int row) => Convert.ToString(FrameColumns.Present(column, row), CultureInfo.InvariantCulture)!;

    private static string? Text(DataFrameColumn column, int row) => Convert.ToString(column[row], CultureInfo.InvariantCulture) is { } text && column[row] is not null ? text : null;

    private static DataFrameColumn? Optional(DataFrame frame, string name) => frame.Columns.FirstOrDefault(column => column.Name == name);
}
