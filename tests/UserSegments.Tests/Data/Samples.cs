using System.Globalization;
using UserSegments.Data;

namespace UserSegments.Tests.Data;

/// <summary>Small data sets made by hand.</summary>
internal static class Samples
{
    /// <summary>Interactions given as "user item day", all ratings; a day of - has no time.</summary>
    public static Dataset Of(params string[] rows)
    {
        var parts = rows.Select(row => row.Split(' ')).ToList();
        var (users, items) = (parts.Max(x => int.Parse(x[0], CultureInfo.InvariantCulture)) + 1, parts.Max(x => int.Parse(x[1], CultureInfo.InvariantCulture)) + 1);
        return new Dataset(
            "sample",
            [.. Enumerable.Range(0, users).Select(i => new User($"user {i}"))],
            [.. Enumerable.Range(0, items).Select(i => new Item($"item {i}", $"title {i}"))],
            parts.Select(x => new Interaction(
                int.Parse(x[0], CultureInfo.InvariantCulture),
                int.Parse(x[1], CultureInfo.InvariantCulture),
                InteractionKind.Rating,
                4,
                x[2] == "-" ? null : Day(int.Parse(x[2], CultureInfo.InvariantCulture)),
                "")));
    }

    public static DateTime Day(int day) => new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day);

    public static string Show(Dataset dataset) => string.Join(", ", dataset.Interactions.Select(x => $"{x.User}:{x.Item}"));
}
