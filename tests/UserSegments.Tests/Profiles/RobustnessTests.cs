using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Text;

namespace UserSegments.Tests.Profiles;

public sealed class RobustnessTests
{
    private static readonly string[] Vocabulary = ["coffee", "garden"];

    private static Matrix Encode(IReadOnlyList<string> texts) =>
        Matrix.FromRows([.. texts.Select(text => Vocabulary.Select(word => (float)text.Split(' ', '\n').Count(w => w == word)).ToArray())]);

    private static UserDocument[] Documents() =>
        [.. Enumerable.Range(0, 100).Select(i => new UserDocument(i, [$"{Vocabulary[i % 2]} is {Vocabulary[i % 2]}", Vocabulary[i % 2], i % 10 == 0 ? Vocabulary[1 - i % 2] : "fine"], [1, 1, 1]))];

    [Fact]
    public void Measure_MoreChange_MovesMoreUsers()
    {
        var documents = Documents();
        var before = documents.Select(document => string.Join('|', document.Texts)).ToArray();
        var centres = Matrix.FromRows([[1, 0], [0, 1]]);
        var swap = new Dictionary<string, string> { ["coffee"] = "garden", ["garden"] = "coffee" };
        var moved = Robustness.Measure(documents, Encode, centres,
            [TextPerturbation.Typos(0), TextPerturbation.InsertedWords(0.5), TextPerturbation.DroppedTexts(0.6), TextPerturbation.DroppedWords(0.5), TextPerturbation.Typos(1), TextPerturbation.Replaced("swapped", swap)]);
        Assert.Equal(0, moved[0].Moved.Value);
        Assert.Equal(0, moved[1].Moved.Value);
        Assert.True(moved[2].Moved.Value is > 0 and < 0.6, moved[2].ToString());
        Assert.True(moved[3].Moved.Value > 0);
        Assert.True(moved[4].Moved.Value > 0.3);                                // no word is known any more: all go to the first centre
        Assert.Equal(1, moved[5].Moved.Value);
        Assert.Equal(before, documents.Select(document => string.Join('|', document.Texts)));
        Assert.Equal(moved, Robustness.Measure(documents, Encode, centres,
            [TextPerturbation.Typos(0), TextPerturbation.InsertedWords(0.5), TextPerturbation.DroppedTexts(0.6), TextPerturbation.DroppedWords(0.5), TextPerturbation.Typos(1), TextPerturbation.Replaced("swapped", swap)]));
    }

    [Fact]
    public void DroppedTexts_All_KeepsOne() => Assert.Single(TextPerturbation.DroppedTexts(1).Apply(Documents()[0], new Rng(1)).Texts);

    [Fact]
    public void Consensus_FixedLabels_IsOne()
    {
        var points = new Matrix(10, 1);
        var estimate = Robustness.Consensus(points, (x, seed) => new UserSegments.Clustering.Clustering([.. Enumerable.Range(0, x.Rows).Select(i => i % 2)], "fixed"), [1, 2, 3]);
        Assert.Equal((1, 1, 1), (estimate.Value, estimate.Low, estimate.High));
    }

    [Fact]
    public void Composition_IndependentAndDetermined_HasVOfZeroAndOne()
    {
        var users = Enumerable.Range(0, 200).Select(i => new User($"u{i}") { Attributes = new Dictionary<string, string> { ["gender"] = i % 2 == 0 ? "F" : "M", ["country"] = i < 100 ? "UK" : $"other{i}" } }).ToArray();
        var labels = users.Select((_, i) => i % 2).ToArray();
        Assert.Equal(1, SegmentComposition.Of(users, labels, "gender").CramersV, 2);
        Assert.Equal(0, SegmentComposition.Of(users, [.. users.Select((_, i) => i / 2 % 2)], "gender").CramersV, 9);
        var countries = SegmentComposition.Of(users, labels, "country", 3, minimumUsers: 1);
        Assert.Equal(4, countries.Values.Count);
        Assert.Equal("other", countries.Values[3]);
        Assert.Equal(["UK", "other"], SegmentComposition.Of(users, labels, "country").Values);
        Assert.Equal(200, countries.Counts.Cast<double>().Sum());
        Assert.Contains("50", SegmentComposition.Of(users, labels, "country").ToTable().Format("all", "0 %").ToString());
        Assert.Equal(0, SegmentComposition.Of(users, labels, "age").Users);
    }

    [Fact]
    public void Means_ByHand_Agree()
    {
        // Ages 20, 22 | 30, 32: between 100, within 4, total 104; omega squared (100 - 2) / (104 + 2).
        User[] users = [.. new[] { "20", "22", "30", "32", "", "99" }.Select((age, i) => new User($"u{i}") { Attributes = new Dictionary<string, string> { ["age"] = age } })];
        var means = SegmentMeans.Of(users, [0, 0, 2, 2, 0, -1], "age");
        Assert.Equal([21, double.NaN, 31], means.Means.Select(mean => mean.Value));
        Assert.Equal([2, 0, 2], means.Sizes);
        Assert.Equal(26, means.Mean);
        Assert.Equal(98 / 106.0, means.OmegaSquared, 12);
        Assert.InRange(means.PValue, 0.25, 0.42);                               // 2 of the 6 ways to halve four people differ as much
        Assert.Contains("segments explain 92.5 % of the variance", means.ToString());
    }

    [Fact]
    public void Means_WithoutTwoSegmentsOrNumbers_NameWhatIsMissing()
    {
        User[] users = [new("a"), new("b") { Attributes = new Dictionary<string, string> { ["age"] = "old" } }];
        Assert.Contains("age: 0 users in 0 segments have a number there", Assert.Throws<ArgumentException>(() => SegmentMeans.Of(users, [0, 1], "age")).Message);
    }

    [Fact]
    public void Means_OfAnUnrelatedNumber_ExplainNothing()
    {
        User[] users = [.. Enumerable.Range(0, 300).Select(i => new User($"u{i}") { Attributes = new Dictionary<string, string> { ["age"] = $"{20 + i / 3}" } })];
        var means = SegmentMeans.Of(users, [.. users.Select((_, i) => i % 3)], "age");
        Assert.Equal((0, 1), (means.OmegaSquared, means.PValue));
    }

    [Theory]
    [InlineData("a nice gift for my friend", "a pleasant present for my pal", "a 不错 礼物 for my 朋友")]
    [InlineData("Nice", "pleasant", "不错")]
    [InlineData("zxy 12", "zxy 12", "zxy 12")]
    public void Replacements_OfKnownWords_KeepTheOthers(string text, string synonyms, string chinese)
    {
        var document = new UserDocument(0, [text], [1]);
        Assert.Equal(synonyms, TextPerturbation.Synonyms().Apply(document, new Rng(1)).Texts[0]);
        Assert.Equal(chinese, TextPerturbation.Chinese().Apply(document, new Rng(1)).Texts[0]);
        Assert.Equal(text, TextPerturbation.Chinese(0).Apply(document, new Rng(1)).Texts[0]);
    }
}
