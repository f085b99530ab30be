using System.Text.Json;

namespace UserSegments.Tests.Evaluation;

/// <summary>Reads ranking.json, made by make_ranking.py beside it.</summary>
internal static class RankingFixture
{
    public static JsonElement Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Evaluation", "Fixtures", "ranking.json");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }

    public static double[] Doubles(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
}
