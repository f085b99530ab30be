using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using UserSegments.Data.Privacy;

namespace UserSegments.Data.Readers;

/// <summary>The project's own folder form: users.csv, items.csv, interactions.csv and, where there are any, impressions.csv, each packed or not.</summary>
internal static class NativeFormat
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm";

    public static bool Recognises(FileSet files) =>
        files.Find("interactions.csv") is not null && files.Find("users.csv") is not null && files.Find("items.csv") is not null;

    public static Dataset Read(FileSet files, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        using (var rows = new CsvRows(files, "users.csv"))
        {
            var id = rows.Column("user");
            while (rows.Read())
            {
                builder.Describe(
                    builder.User(rows.Required(id, "user")),
                    rows.Header.Select((column, i) => (column, i)).Where(x => x.i != id && rows[x.i].Length > 0).ToDictionary(x => x.column, x => rows[x.i]));
            }
        }
        using (var rows = new CsvRows(files, "items.csv"))
        {
            var (id, title, tags, description, price) = (rows.Column("item"), rows.Column("title"), rows.Column("tags"), rows.Column("description"), rows.Column("price"));
            while (rows.Read())
            {
                builder.Describe(builder.Item(rows.Required(id, "item")), item => item with
                {
                    Title = rows[title],
                    Tags = rows[tags].Length == 0 ? [] : rows[tags].Split('|'),
                    Description = rows[description],
                    Price = rows[price].Length == 0 ? null : rows.Number(price, "price"),
                });
            }
        }
        Interactions(files, builder);
        if (files.Find("impressions.csv") is not null) Impressions(files, builder);
        return builder.Build(files.Path);
    }

    public static void Write(Dataset dataset, string folder)
    {
        var attributes = dataset.Users.SelectMany(x => x.Attributes.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        WriteRows(folder, "users.csv.gz", ["user", .. attributes], dataset.Users.Select(x =>
            (string[])[x.Id, .. attributes.Select(name => x.Attributes.GetValueOrDefault(name, ""))]));
        WriteRows(folder, "items.csv.gz", ["item", "title", "tags", "description", "price"], dataset.Items.Select(x =>
            (string[])[x.Id, x.Title, string.Join('|', x.Tags), x.Description, x.Price?.ToString(CultureInfo.InvariantCulture) ?? ""]));
        WriteRows(folder, "interactions.csv.gz", ["user", "item", "kind", "value", "time", "text"], dataset.Interactions.Select(x => (string[])
        [
            dataset.Users[x.User].Id, dataset.Items[x.Item].Id, x.Kind.ToString(), x.Value.ToString(CultureInfo.InvariantCulture),
            x.Time?.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "", x.Text,
        ]));
        if (dataset.Impressions.Count == 0) return;
        WriteRows(folder, "impressions.csv.gz", ["user", "time", "items", "outcome"], dataset.Impressions.Select(x => (string[])
        [
            dataset.Users[x.User].Id, x.Time?.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "", string.Join(' ', x.Items.Select(i => dataset.Items[i].Id)),
            string.Concat(x.Clicked.Select((clicked, i) => !clicked ? '0' : x.Purchased is { } bought && bought[i] ? '2' : '1')),
        ]));
    }

    /// <summary>Writes one packed file.</summary>
    public static void WriteRows(string folder, string name, string[] header, IEnumerable<string[]> rows)
    {
        PrivateFile.Write(Path.Combine(folder, name), file =>
        {
            using var packed = new GZipStream(file, CompressionLevel.SmallestSize);
            using var writer = CsvWriter.Create(packed, new CsvWriterOptions { Separator = ',', NewLine = "\n" });
            writer.WriteRecord(header);
            foreach (var row in rows) writer.WriteRecord(row);
        });
    }

    private static void Interactions(FileSet files, DatasetBuilder builder)
    {
        using var rows = new CsvRows(files, "interactions.csv");
        var (user, item, kind, value, time, text) =
            (rows.Column("user"), rows.Column("item"), rows.Column("kind"), rows.Column("value"), rows.Column("time"), rows.Column("text"));
        while (rows.Read())
        {
            builder.Rows++;
            if (!builder.HasItem(rows[item])) throw rows.Error($"item {RowReader.Quote(rows[item])} is not in items.csv.");
            if (!Enum.TryParse<InteractionKind>(rows[kind], true, out var what))
                throw rows.Error($"kind is {RowReader.Quote(rows[kind])}, expected one of {string.Join(", ", Enum.GetNames<InteractionKind>())}.");
            builder.Add(new Interaction(
                builder.User(rows.Required(user, "user")), builder.Item(rows[item]), what, (float)rows.Number(value, "value"), rows.Time(time, "time"), rows[text]));
        }
    }

    private static void Impressions(FileSet files, DatasetBuilder builder)
    {
        using var rows = new CsvRows(files, "impressions.csv");
        var (user, time, items, outcome) = (rows.Column("user"), rows.Column("time"), rows.Column("items"), rows.Column("outcome"));
        while (rows.Read())
        {
            builder.Rows++;
            var (shown, came) = (rows[items].Split(' '), rows[outcome]);
            if (came.Length != shown.Length || came.AsSpan().ContainsAnyExcept("012"))
                throw rows.Error($"outcome is {RowReader.Quote(came)}, expected {shown.Length} digits 0 (shown), 1 (clicked) or 2 (bought).");
            if (Array.Find(shown, x => !builder.HasItem(x)) is { } unknown) throw rows.Error($"item {RowReader.Quote(unknown)} is not in items.csv.");
            builder.Add(new Impression(
                builder.User(rows.Required(user, "user")), rows.Time(time, "time"), [.. shown.Select(builder.Item)], [.. came.Select(x => x != '0')])
            {
                Purchased = [.. came.Select(x => x == '2')],
            });
        }
    }
}
