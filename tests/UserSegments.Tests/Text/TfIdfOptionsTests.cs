using System.Text.Json;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Tests.Text;

public sealed class TfIdfOptionsTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Text", "Fixtures", "tfidf-options.json"))).RootElement;

    private static readonly string[][] Texts =
        [.. Fixture.GetProperty("texts").EnumerateArray().Select(x => x.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Fixture.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Transform_ScikitLearnsOptions_GivesItsMatrix(int index)
    {
        var expected = Fixture.GetProperty("cases")[index];
        var options = expected.GetProperty("options");
        var phrase = options.TryGetProperty("ngram_range", out var range) ? range[1].GetInt32() : 1;
        var counter = new TermCounter(new TermCounterOptions { Cleaner = null, StopWords = new HashSet<string>(), MinimumLength = 1, LongestPhrase = phrase });
        var counts = TermCounts.OfTerms([.. Texts.Select(words => counter.Terms(string.Join(' ', words)))]);
        var model = TfIdf.Fit(counts, Options(options));
        Assert.Equal(expected.GetProperty("vocabulary").EnumerateArray().Select(x => x.GetString()), model.Vocabulary);
        var (idf, matrix) = (expected.GetProperty("idf"), model.Transform(counts).ToDense());
        for (var column = 0; column < model.Idf.Length; column++) Assert.Equal(idf[column].GetDouble(), model.Idf[column], 1e-6);
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var column = 0; column < matrix.Columns; column++)
                Assert.Equal(expected.GetProperty("matrix")[row][column].GetDouble(), matrix[row, column], 2e-6);
        }
    }

    [Fact]
    public void Transform_ThreeDocumentsByHand_IsCountTimesIdfOverLength()
    {
        // "a a b": idf(a) = ln(4/3) + 1, idf(b) = ln(4/2) + 1; the row is (2 idf(a), idf(b)) over its length.
        var model = TfIdf.Fit(Counts([["a", "a", "b"], ["a"], ["c"]]), new TfIdfOptions { MinimumDocuments = 1, MaximumShare = 1, Sublinear = false });
        var (a, b) = (2 * (Math.Log(4.0 / 3) + 1), Math.Log(2.0) + 1);
        var row = model.Transform(Counts([["a", "a", "b"]])).ToDense().Row(0);
        Assert.Equal(a / Math.Sqrt(a * a + b * b), row[0], 1e-6);
        Assert.Equal(b / Math.Sqrt(a * a + b * b), row[1], 1e-6);
        Assert.Equal(0, row[2]);
    }

    [Fact]
    public void Transform_UserDocuments_WeighsTexts()
    {
        var documents = new[] { new UserDocument(0, ["coffee", "tea"], [3, 1]), new UserDocument(1, [], []) };
        var counts = TermCounts.Of(documents);
        var matrix = TfIdf.Fit(counts, new TfIdfOptions { MinimumDocuments = 1, MaximumShare = 1, Sublinear = false }).Transform(counts).ToDense();
        Assert.Equal(3, matrix[0, 0] / matrix[0, 1], 1e-5);
        Assert.Equal([0, 0], matrix.Row(1).ToArray());
    }

    [Fact]
    public void Transform_UnknownWords_GivesARowOfZeros() =>
        Assert.Equal(0, TfIdf.Fit(Counts([["a"], ["a"], ["b"], ["b"]])).Transform(Counts([["z"]])).Count);

    [Fact]
    public void Transform_AnyThreadCount_GivesTheSameBits()
    {
        var rng = new Rng(5);
        string[][] documents = [.. Enumerable.Range(0, 500).Select(_ => Enumerable.Range(0, 30).Select(_ => $"w{rng.NextInt(200)}").ToArray())];
        var results = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var _ = Blocks.UseThreads(threads);
            var counts = TermCounts.Of([.. documents.Select(words => string.Join(' ', words))]);
            return TfIdf.Fit(counts).Transform(counts).Values;
        }).ToList();
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Fit_ShuffledDocuments_GivesTheSameModel()
    {
        var shuffled = (string[][])Texts.Clone();
        new Rng(1).Shuffle<string[]>(shuffled);
        var (one, other) = (TfIdf.Fit(Counts(Texts)), TfIdf.Fit(Counts(shuffled)));
        Assert.Equal(one.Vocabulary, other.Vocabulary);
        Assert.Equal(one.Idf, other.Idf);
    }

    [Fact]
    public void Fit_NothingLeft_SaysWhatWasAskedFor()
    {
        var error = Assert.Throws<ArgumentException>(() => TfIdf.Fit(Counts([["a"], ["b"]])));
        Assert.Contains("None of 2 terms stands in at least 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoDocuments_SaysSo() =>
        Assert.Contains("expected at least 1", Assert.Throws<ArgumentException>(() => TfIdf.Fit(Counts([]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Terms_Phrases_FollowTheWords() =>
        Assert.Equal(
            ["red", "fox", "runs", "red fox", "fox runs", "red fox runs"],
            new TermCounter(new TermCounterOptions { LongestPhrase = 3 }).Terms("the red fox runs"));

    private static TermCounts Counts(string[][] documents) => TermCounts.OfTerms(documents);

    private static TfIdfOptions Options(JsonElement given)
    {
        var options = new TfIdfOptions { MinimumDocuments = 1, MaximumShare = 1, Sublinear = false };
        foreach (var option in given.EnumerateObject())
        {
            options = option.Name switch
            {
                "sublinear_tf" => options with { Sublinear = option.Value.GetBoolean() },
                "smooth_idf" => options with { SmoothIdf = option.Value.GetBoolean() },
                "norm" => options with { Normalize = false },
                "min_df" => options with { MinimumDocuments = option.Value.GetInt32() },
                "max_df" => options with { MaximumShare = option.Value.GetDouble() },
                "max_features" => options with { MaximumTerms = option.Value.GetInt32() },
                "ngram_range" => options,
                _ => throw new InvalidDataException(option.Name),
            };
        }
        return options;
    }
}
