namespace UserSegments.Data.Readers;

/// <summary>MIND, the Microsoft News Dataset (Wu et al., 2020): lists shown with clicks, and what users clicked before.</summary>
/// <remarks>Clicks of the history are interactions without a time, once for each user and news; clicks on a list have its time. News that news.tsv lacks have their id as title.</remarks>
internal static class MindFormat
{
    public static Dataset Read(FileSet files, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        if (files.Find("news.tsv") is { } news)
        {
            using var rows = new LineRows(files, news, "\t");
            while (rows.Read())
            {
                rows.Expect(8);
                builder.Describe(builder.Item(rows.Required(0, "news id")), item => item with { Title = rows[3], Tags = [rows[1], rows[2]], Description = rows[4] });
            }
        }
        var before = new HashSet<(int, int)>();
        using (var rows = new LineRows(files, "behaviors.tsv", "\t"))
        {
            while (rows.Read())
            {
                builder.Rows++;
                rows.Expect(5);
                var (user, time) = (builder.User(rows.Required(1, "user id")), rows.Time(2, "time"));
                foreach (var id in rows[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (before.Add((user, builder.Item(id)))) builder.Add(new Interaction(user, builder.Item(id), InteractionKind.Click, 1, null, ""));
                }
                var shown = rows[4].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (Array.Find(shown, x => x.Length < 3 || x[^2] != '-' || x[^1] is not ('0' or '1')) is { } bad)
                    throw rows.Error($"impression {RowReader.Quote(bad)}, expected a news id, a hyphen, and 0 or 1.");
                var items = Array.ConvertAll(shown, x => builder.Item(x[..^2]));
                var clicked = Array.ConvertAll(shown, x => x[^1] == '1');
                builder.Add(new Impression(user, time, items, clicked));
                for (var i = 0; i < items.Length; i++)
                {
                    if (clicked[i]) builder.Add(new Interaction(user, items[i], InteractionKind.Click, 1, time, ""));
                }
            }
        }
        return builder.Build(files.Path);
    }
}
