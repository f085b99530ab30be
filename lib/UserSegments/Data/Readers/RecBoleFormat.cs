namespace UserSegments.Data.Readers;

/// <summary>RecBole's atomic files: NAME.inter, NAME.item, NAME.user, tab separated, with a header of <c>name:type</c>.</summary>
internal static class RecBoleFormat
{
    public static string? Find(FileSet files) => files.Names.FirstOrDefault(x => x.EndsWith(".inter", StringComparison.OrdinalIgnoreCase));

    public static Dataset Read(FileSet files, string inter, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        var stem = inter[..^".inter".Length];
        if (files.Find(stem + ".item") is { } items) Items(files, items, builder);
        if (files.Find(stem + ".user") is { } users)
        {
            using var rows = new LineRows(files, users, "\t", true);
            var id = Column(rows, "user_id");
            while (rows.Read())
            {
                builder.Describe(
                    builder.User(rows.Required(id, "user_id")),
                    rows.Header.Select((column, i) => (Name: Bare(column), i)).Where(x => x.i != id && !x.Name.Contains("zip", StringComparison.OrdinalIgnoreCase))
                        .ToDictionary(x => x.Name, x => rows[x.i]));
            }
        }
        using (var rows = new LineRows(files, inter, "\t", true))
        {
            var (user, item, rating, time) = (Column(rows, "user_id"), Column(rows, "item_id"), Find(rows, "rating"), Find(rows, "timestamp"));
            while (rows.Read())
            {
                builder.Rows++;
                builder.Add(new Interaction(
                    builder.User(rows.Required(user, "user_id")), builder.Item(rows.Required(item, "item_id")),
                    rating < 0 ? InteractionKind.Click : InteractionKind.Rating, rating < 0 ? 1 : (float)rows.Number(rating, "rating"),
                    time < 0 ? null : rows.Time(time, "timestamp"), ""));
            }
        }
        return builder.Build(files.Path);
    }

    private static void Items(FileSet files, string name, DatasetBuilder builder)
    {
        using var rows = new LineRows(files, name, "\t", true);
        var (id, title, year) = (Column(rows, "item_id"), Find(rows, "movie_title", "title", "item_name"), Find(rows, "release_year"));
        var (tags, price) = (Find(rows, "class", "genre", "categories", "category"), Find(rows, "price"));
        while (rows.Read())
        {
            builder.Describe(builder.Item(rows.Required(id, "item_id")), item => item with
            {
                Title = title < 0 || rows[title].Length == 0 ? item.Title : year < 0 || rows[year].Length == 0 ? rows[title] : $"{rows[title]} ({rows[year]})",
                Tags = tags < 0 ? [] : rows[tags].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Price = price < 0 || rows[price].Length == 0 ? null : rows.Number(price, "price"),
            });
        }
    }

    private static int Find(LineRows rows, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            for (var column = 0; column < rows.Header.Count; column++)
            {
                if (Bare(rows.Header[column]) == name) return column;
            }
        }
        return -1;
    }

    private static int Column(LineRows rows, string name) => Find(rows, name) is >= 0 and var column
        ? column
        : throw new InvalidDataException($"{rows.Place}:1: no column {name}; found {string.Join(", ", rows.Header)}.");

    private static string Bare(string header) => header.Split(':')[0];
}
