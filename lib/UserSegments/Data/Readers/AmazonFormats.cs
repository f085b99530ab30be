using System.Globalization;
using System.Text.Json;

namespace UserSegments.Data.Readers;

/// <summary>Amazon reviews: JSON lines of 2014, 2018 (Ni, Li and McAuley, 2019) and 2023 (Hou et al., 2024) with their meta files, and the CSV form of Musical Instruments.</summary>
/// <remarks>The names of reviewers are not read. The text is the summary (or title), a full stop, and the review. Meta rows of items that nobody reviewed are passed over.</remarks>
internal static class AmazonFormats
{
    private const int MaxLine = 8 << 20;

    public static bool RecognisesCsv(RowReader rows) => rows.Find("reviewerID") >= 0 && rows.Find("asin") >= 0;

    /// <summary>The files of reviews: JSON lines that are not meta.</summary>
    public static string[] FindJson(FileSet files) => [.. files.Names.Where(x => IsJson(x) && !IsMeta(x))];

    public static Dataset ReadCsv(FileSet files, RowReader rows, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        var (user, item, rating) = (rows.Column("reviewerID"), rows.Column("asin"), rows.Column("overall"));
        var (text, summary, time) = (rows.Column("reviewText"), rows.Column("summary"), rows.Column("unixReviewTime"));
        while (rows.Read())
        {
            builder.Rows++;
            builder.Add(new Interaction(
                builder.User(rows.Required(user, "reviewerID")), builder.Item(rows.Required(item, "asin")), InteractionKind.Review,
                (float)rows.Number(rating, "overall"), rows.Time(time, "unixReviewTime"), Join(rows[summary], rows[text])));
        }
        return builder.Build(files.Path);
    }

    public static Dataset ReadJson(FileSet files, IReadOnlyList<string> reviews, string name, DatasetOptions options)
    {
        var builder = new DatasetBuilder(name, options);
        foreach (var file in reviews) ForEachLine(files, file, (row, place) => Review(row, place, builder));
        foreach (var file in files.Names.Where(x => IsJson(x) && IsMeta(x))) ForEachLine(files, file, (row, _) => Meta(row, builder));
        return builder.Build(files.Path);
    }

    private static void Review(JsonElement row, string place, DatasetBuilder builder)
    {
        builder.Rows++;
        var user = Text(row, "reviewerID", "user_id");
        var item = Text(row, "parent_asin", "asin");
        if (user.Length == 0 || item.Length == 0)
            throw new InvalidDataException($"{place}: no {(user.Length == 0 ? "reviewerID or user_id" : "asin or parent_asin")}, expected an Amazon review.");
        var rating = Number(row, "overall", "rating") ?? throw new InvalidDataException($"{place}: no number overall or rating.");
        var time = Number(row, "unixReviewTime", "timestamp", "sort_timestamp");
        builder.Add(new Interaction(
            builder.User(user), builder.Item(item), InteractionKind.Review, (float)rating, time is null ? null : Times.FromUnix(time.Value),
            Join(Text(row, "summary", "title"), Text(row, "reviewText", "text"))));
    }

    private static void Meta(JsonElement row, DatasetBuilder builder)
    {
        var id = Text(row, "parent_asin") is { Length: > 0 } parent && builder.HasItem(parent) ? parent : Text(row, "asin");
        if (id.Length == 0 || !builder.HasItem(id)) return;
        var tags = Texts(row, "category").Concat(Texts(row, "categories")).Append(Text(row, "main_category")).Append(Text(row, "brand", "store"));
        builder.Describe(builder.Item(id), item => item with
        {
            Title = Text(row, "title") is { Length: > 0 } title ? title : item.Title,
            Tags = [.. tags.Where(x => x.Length is > 0 and < 80).Distinct()],
            Description = string.Join(' ', Texts(row, "description").Concat(Texts(row, "features")).Concat(Texts(row, "feature"))),
            Price = Number(row, "price") ?? Price(Text(row, "price")),
        });
    }

    private static void ForEachLine(FileSet files, string name, Action<JsonElement, string> take)
    {
        using var reader = new StreamReader(files.OpenFile(name), System.Text.Encoding.UTF8, true, 1 << 16);
        for (var line = 1L; ; line++)
        {
            var place = $"{files.Place(name)}:{line}";
            string? text;
            try
            {
                text = reader.ReadLine();
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{place}: the file cannot be unpacked ({error.Message.TrimEnd('.')}).", error);
            }
            if (text is null) return;
            if (text.Length == 0) continue;
            if (text.Length > MaxLine) throw new InvalidDataException($"{place}: a line of {text.Length} characters, expected at most {MaxLine}.");
            try
            {
                using var document = JsonDocument.Parse(text);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                    throw new InvalidDataException($"{place}: a JSON {document.RootElement.ValueKind}, expected an object on each line.");
                take(document.RootElement, place);
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"{place}: not JSON ({error.Message.Split('.')[0]}), expected an object on each line.", error);
            }
        }
    }

    private static string Text(JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return value.GetString()!;
        }
        return "";
    }

    // A text, a list of texts, or (2014) a list of lists.
    private static List<string> Texts(JsonElement row, string name)
    {
        var texts = new List<string>();
        if (row.TryGetProperty(name, out var value)) Gather(value);
        return texts;

        void Gather(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.String) texts.Add(element.GetString()!);
            else if (element.ValueKind == JsonValueKind.Array) foreach (var inner in element.EnumerateArray()) Gather(inner);
        }
    }

    private static double? Number(JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        }
        return null;
    }

    private static double? Price(string text) =>
        double.TryParse(text.TrimStart('$'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var price) && double.IsFinite(price) ? price : null;

    private static string Join(string summary, string text) =>
        summary.Length == 0 ? text : text.Length == 0 ? summary : summary + (summary[^1] is '.' or '!' or '?' ? " " : ". ") + text;

    private static bool IsJson(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static bool IsMeta(string name) => name.StartsWith("meta_", StringComparison.OrdinalIgnoreCase);
}
