namespace UserSegments.Data.Readers;

/// <summary>A plain delimited file with named columns.</summary>
internal static class DelimitedFormat
{
    /// <summary>Whether the columns that cannot be done without can be told by their usual names.</summary>
    public static bool Recognises(RowReader rows) => rows.Find(DelimitedOptions.UserNames) >= 0 && rows.Find(DelimitedOptions.ItemNames) >= 0;

    public static Dataset Read(FileSet files, RowReader rows, string name, DelimitedOptions columns, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        var (user, item) = (Must(rows, columns.User, DelimitedOptions.UserNames), Must(rows, columns.Item, DelimitedOptions.ItemNames));
        var (rating, time) = (May(rows, columns.Rating, DelimitedOptions.RatingNames), May(rows, columns.Time, DelimitedOptions.TimeNames));
        var (text, title) = (May(rows, columns.Text, DelimitedOptions.TextNames), May(rows, columns.Title, DelimitedOptions.TitleNames));
        var tags = May(rows, columns.Tags, DelimitedOptions.TagNames);
        var kind = columns.Kind ?? (text >= 0 ? InteractionKind.Review : rating >= 0 ? InteractionKind.Rating : InteractionKind.Click);
        while (rows.Read())
        {
            builder.Rows++;
            if (rows[user].Length == 0)
            {
                builder.Skip("no user");
                continue;
            }
            var isNew = !builder.HasItem(rows.Required(item, "item"));
            var index = builder.Item(rows[item]);
            if (isNew)
            {
                builder.Describe(index, x => x with
                {
                    Title = title >= 0 && rows[title].Length > 0 ? rows[title] : x.Title,
                    Tags = tags >= 0 ? rows[tags].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [],
                });
            }
            builder.Add(new Interaction(
                builder.User(rows[user]), index, kind, rating < 0 || rows[rating].Length == 0 ? 1 : (float)rows.Number(rating, "rating"),
                time < 0 ? null : rows.Time(time, "time"), text < 0 ? "" : rows[text]));
        }
        return builder.Build(files.Path);
    }

    private static int Must(RowReader rows, string? given, string[] usual) => given is null ? rows.Column(usual) : rows.Column(given);

    private static int May(RowReader rows, string? given, string[] usual) => given is null ? rows.Find(usual) : rows.Column(given);
}
