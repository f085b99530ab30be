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
        var countries = SegmentComposition.Of(users, labels, "country", 3);
        Assert.Equal(4, countries.Values.Count);
        Assert.Equal("other", countries.Values[3]);
        Assert.Equal(200, countries.Counts.Cast<double>().Sum());
        Assert.Contains("50", SegmentComposition.Of(users, labels, "country").ToTable().Format("all", "0 %").ToString());
        Assert.Equal(0, SegmentComposition.Of(users, labels, "age").Users);
    }
}
