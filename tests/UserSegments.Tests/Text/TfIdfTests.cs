using System.Globalization;
using UserSegments.Text;

namespace UserSegments.Tests.Text;

public sealed class TfIdfTests
{
    private static readonly string[] Six =
        ["good coffee good milk", "good tea", "bad tea tea tea", "coffee grinder loud", "loud loud bad grinder coffee", "milk"];

    [Fact]
    public void Transform_SixTexts_EqualsScikitLearn()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Text", "Fixtures", "tfidf.csv"));
        var counts = TermCounts.OfTerms([.. Six.Select(text => text.Split(' '))]);
        var model = TfIdf.Fit(counts, new TfIdfOptions { MinimumDocuments = 2, MaximumShare = 0.5 });
        var weights = model.Transform(counts).ToDense();
        Assert.Equal(lines[0].Split(','), model.Vocabulary);
        for (var i = 0; i < Six.Length; i++)
        {
            var expected = lines[i + 1].Split(',').Select(x => float.Parse(x, CultureInfo.InvariantCulture)).ToArray();
            for (var j = 0; j < expected.Length; j++) Assert.Equal(expected[j], weights[i, j], 1e-6f);
        }
    }

    [Fact]
    public void Transform_UnknownWordsOnly_GivesAnEmptyRow()
    {
        var model = TfIdf.Fit(TermCounts.Of(Six), new TfIdfOptions { MinimumDocuments = 1, MaximumShare = 1 });
        Assert.Equal(0, model.Transform(TermCounts.Of(["umbrella"])).Count);
    }

    [Fact]
    public void Fit_MaximumTerms_KeepsTheMostFrequent()
    {
        var model = TfIdf.Fit(TermCounts.OfTerms([["a", "b", "b"], ["b", "c", "c"]]), new TfIdfOptions { MinimumDocuments = 1, MaximumShare = 1, MaximumTerms = 2 });
        Assert.Equal(["b", "c"], model.Vocabulary);
    }

    [Fact]
    public void Fit_NoTermLeft_SaysWhy()
    {
        var error = Assert.Throws<ArgumentException>(() => TfIdf.Fit(TermCounts.OfTerms([["a"], ["b"]])));
        Assert.Contains("None of 2 terms stands in at least 2 and at most 0.5 of 2 documents.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoDocuments_SaysSo() =>
        Assert.Contains("0 documents", Assert.Throws<ArgumentException>(() => TfIdf.Fit(TermCounts.OfTerms([]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_WeightedTexts_CountsByWeight()
    {
        var counts = TermCounts.Of([new UserDocument(0, ["tea tea", "tea milk"], [0.5f, 2f])]);
        Assert.Equal(["milk", "tea"], counts.Vocabulary);
        Assert.Equal([2f, 3f], counts.Counts.RowValues(0).ToArray());
    }
}
