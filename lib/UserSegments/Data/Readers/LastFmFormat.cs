namespace UserSegments.Data.Readers;

/// <summary>HetRec 2011 Last.fm (Cantador, Brusilovsky and Kuflik, 2011): listens without a time, and dated tags.</summary>
/// <remarks>Tag rows of artists that artists.dat lacks, and those dated before Last.fm began (2002), are left out and counted. An artist's tags are its five most given ones. The list of friends is not read.</remarks>
internal static class LastFmFormat
{
    private const int TagsPerItem = 5;
    private const int FirstYear = 2002;

    public static bool Recognises(FileSet files) => files.Find("user_artists.dat") is not null;

    public static Dataset Read(FileSet files, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        using (var rows = new LineRows(files, files.Require("artists.dat", "HetRec Last.fm"), "\t", true))
        {
            var (id, title) = (rows.Column("id"), rows.Column("name"));
            while (rows.Read()) builder.Describe(builder.Item(rows.Required(id, "id")), item => item with { Title = rows[title] });
        }
        using (var rows = new LineRows(files, "user_artists.dat", "\t", true))
        {
            var (user, artist, weight) = (rows.Column("userID"), rows.Column("artistID"), rows.Column("weight"));
            while (rows.Read())
            {
                builder.Rows++;
                if (!builder.HasItem(rows[artist])) builder.Skip("artist not in artists.dat");
                else builder.Add(new Interaction(
                    builder.User(rows.Required(user, "userID")), builder.Item(rows[artist]), InteractionKind.Listen, rows.Whole(weight, "weight"), null, ""));
            }
        }
        if (files.Find("user_taggedartists.dat") is { } tagged) Tags(files, tagged, builder);
        return builder.Build(files.Path);
    }

    private static void Tags(FileSet files, string tagged, DatasetBuilder builder)
    {
        var names = new Dictionary<string, string>();
        using (var rows = new LineRows(files, files.Require("tags.dat", "HetRec Last.fm"), "\t", true, System.Text.Encoding.Latin1))
        {
            var (id, value) = (rows.Column("tagID"), rows.Column("tagValue"));
            while (rows.Read()) names[rows.Required(id, "tagID")] = rows[value];
        }
        var counts = new Dictionary<(int Item, string Tag), int>();
        using (var rows = new LineRows(files, tagged, "\t", true))
        {
            var (user, artist, tag) = (rows.Column("userID"), rows.Column("artistID"), rows.Column("tagID"));
            var (day, month, year) = (rows.Column("day"), rows.Column("month"), rows.Column("year"));
            while (rows.Read())
            {
                builder.Rows++;
                if (!names.TryGetValue(rows[tag], out var text)) throw rows.Error($"tagID {RowReader.Quote(rows[tag])} is not in tags.dat.");
                if (!builder.HasItem(rows[artist]))
                {
                    builder.Skip("artist not in artists.dat");
                    continue;
                }
                var (y, m, d) = (rows.Whole(year, "year"), rows.Whole(month, "month"), rows.Whole(day, "day"));
                if (y is < 1 or > 9999 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth((int)y, (int)m)) throw rows.Error($"{y}-{m}-{d} is no date.");
                if (y < FirstYear)
                {
                    builder.Skip("dated before Last.fm began");
                    continue;
                }
                var item = builder.Item(rows[artist]);
                counts[(item, text)] = counts.GetValueOrDefault((item, text)) + 1;
                builder.Add(new Interaction(
                    builder.User(rows.Required(user, "userID")), item, InteractionKind.Tag, 1, new DateTime((int)y, (int)m, (int)d, 0, 0, 0, DateTimeKind.Utc), text));
            }
        }
        foreach (var artist in counts.GroupBy(x => x.Key.Item))
        {
            var best = artist.OrderByDescending(x => x.Value).ThenBy(x => x.Key.Tag, StringComparer.Ordinal).Take(TagsPerItem).Select(x => x.Key.Tag).ToArray();
            builder.Describe(artist.Key, item => item with { Tags = best });
        }
    }
}
