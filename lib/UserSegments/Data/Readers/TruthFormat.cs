using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using UserSegments.Data.Simulation;
using UserSegments.Data.Privacy;

namespace UserSegments.Data.Readers;

/// <summary>The files of a <see cref="MarketTruth"/>: truth.json, truth-users.csv, truth-items.csv.</summary>
internal static class TruthFormat
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private sealed record Head(
        DateTime Start, int Months, IReadOnlyList<string> Segments, IReadOnlyList<string> Categories, IReadOnlyList<string> Aspects,
        IReadOnlyList<MarketEvent> Events, double[][] Tastes, double[]?[] ShiftedTastes);

    public static void Write(MarketTruth truth, Dataset dataset, string folder)
    {
        var data = truth.Data;
        PrivateFile.Write(Path.Combine(folder, "truth.json.gz"), file =>
        {
            using var packed = new GZipStream(file, CompressionLevel.SmallestSize);
            JsonSerializer.Serialize(
                packed,
                new Head(data.Start, data.Months, data.SegmentNames, data.Categories, data.Aspects, data.Events, data.SegmentTaste, data.ShiftedTaste),
                Json);
        });
        NativeFormat.WriteRows(folder, "truth-users.csv.gz", ["user", "segment", "months", "deviation"], dataset.Users.Select((user, i) => (string[])
            [user.Id, Text(data.UserSegment[i]), string.Join(' ', data.UserMonths[i]), string.Join(' ', data.UserDeviation[i].Select(Text))]));
        NativeFormat.WriteRows(folder, "truth-items.csv.gz", ["item", "category", "launch", "price", "appeal", "quality"], dataset.Items.Select((item, i) => (string[])
        [
            item.Id, Text(data.ItemCategory[i]), Text(data.ItemLaunch[i]), Text(data.ItemPrice[i]), Text(data.ItemAppeal[i]),
            string.Join(' ', data.ItemQuality[i].Select(Text)),
        ]));
    }

    public static MarketTruth Read(FileSet files)
    {
        var head = ReadHead(files);
        var (segment, months, deviation) = (new List<int>(), new List<int[]>(), new List<double[]>());
        using (var rows = new CsvRows(files, "truth-users.csv"))
        {
            var (s, m, d) = (rows.Column("segment"), rows.Column("months"), rows.Column("deviation"));
            while (rows.Read())
            {
                segment.Add((int)rows.Whole(s, "segment"));
                months.Add([.. Numbers(rows, m, head.Months).Select(x => (int)x)]);
                deviation.Add(Numbers(rows, d, head.Categories.Count + head.Aspects.Count + 1));
            }
        }
        var items = new List<(int Category, int Launch, double Price, double Appeal, double[] Quality)>();
        using (var rows = new CsvRows(files, "truth-items.csv"))
        {
            var (c, l, p, a, q) = (rows.Column("category"), rows.Column("launch"), rows.Column("price"), rows.Column("appeal"), rows.Column("quality"));
            while (rows.Read())
            {
                items.Add(((int)rows.Whole(c, "category"), (int)rows.Whole(l, "launch"), rows.Number(p, "price"), rows.Number(a, "appeal"),
                    Numbers(rows, q, head.Aspects.Count)));
            }
        }
        return new MarketTruth(new MarketTruthData
        {
            Start = head.Start,
            Months = head.Months,
            SegmentNames = head.Segments,
            Categories = head.Categories,
            Aspects = head.Aspects,
            Events = head.Events,
            SegmentTaste = head.Tastes,
            ShiftedTaste = head.ShiftedTastes,
            UserSegment = [.. segment],
            UserMonths = [.. months],
            UserDeviation = [.. deviation],
            ItemCategory = [.. items.Select(x => x.Category)],
            ItemLaunch = [.. items.Select(x => x.Launch)],
            ItemQuality = [.. items.Select(x => x.Quality)],
            ItemPrice = [.. items.Select(x => x.Price)],
            ItemAppeal = [.. items.Select(x => x.Appeal)],
        });
    }

    private static Head ReadHead(FileSet files)
    {
        if (files.Find("truth.json") is null) throw new FileNotFoundException($"{files.Path} holds no truth.json: what was planted is known of the simulated market only.", files.Path);
        try
        {
            using var stream = files.OpenFile("truth.json");
            return JsonSerializer.Deserialize<Head>(stream, Json) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{files.Place("truth.json")}:{(error.LineNumber ?? 0) + 1}: {error.Message}", error);
        }
    }

    private static double[] Numbers(CsvRows rows, int column, int count)
    {
        var parts = rows[column].Split(' ');
        var numbers = new double[count];
        if (parts.Length != count) throw rows.Error($"{rows.Header[column]} has {parts.Length} numbers, expected {count}.");
        for (var i = 0; i < count; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                throw rows.Error($"{rows.Header[column]} holds {RowReader.Quote(parts[i])}, expected a number.");
        }
        return numbers;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
