using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

public sealed class TextSpaceTests
{
    private static readonly TextSpaceOptions Small = new() { Dimensions = 2, Seed = 1, TfIdf = new() { MinimumDocuments = 1 } };

    // Two people talk of tea, two of bikes, one is silent.
    private static readonly Dataset Talk = new(
        "talk",
        [.. Enumerable.Range(0, 5).Select(i => new User($"u{i}"))],
        [new Item("1", "Green tea"), new Item("2", "Mountain bike")],
        new[] { "green tea leaves", "tea cup tea", "bike wheel", "mountain bike wheel" }
            .Select((text, user) => new Interaction(user, user / 2, InteractionKind.Review, 5, null, text)));

    [Fact]
    public void Fit_TwoTopics_PutsPeopleBesideTheirItems()
    {
        var space = TextSpace.Fit(Talk, Small);
        Assert.True(Cosine(space.Users.Row(0), space.Items.Row(0)) > 0.9);
        Assert.True(Cosine(space.Users.Row(3), space.Items.Row(1)) > 0.9);
        Assert.True(Math.Abs(Cosine(space.Users.Row(0), space.Items.Row(1))) < 0.1);
        Assert.Equal([0, 1, 2, 3], space.Described);
        Assert.Equal(["tea", "cup", "tea"], space.Words[1]);
    }

    [Fact]
    public void Fit_WithAModel_PoolsItsVectorsOfLengthOne()
    {
        var space = TextSpace.Fit(Talk, Small with { Model = new Letters() });
        Assert.Equal(1f, Cosine(space.Users.Row(1), space.Encode(["tea cup tea"]).Row(0)), 1e-6f);
        Assert.Equal([0, 1, 2, 3], space.Described);
        Assert.Equal(2, space.Items.Columns);
        Assert.All(Enumerable.Range(0, 4), user => Assert.Equal(1f, TensorPrimitives.Norm<float>(space.Users.Row(user)), 1e-6f));
        Assert.Equal(["tea", "cup", "tea"], space.Words[1]);
        Assert.Equal(2, space.Reduction.Transform(space.Weights).Columns);
    }

    [Fact]
    public void Fit_WithAModel_TakesAwayWhatPeopleHaveInCommon()
    {
        string[] topics = ["tea", "bike", "novel"];
        var people = new Dataset(
            "people", [.. Enumerable.Range(0, 61).Select(i => new User($"u{i}"))], [new Item("1", "tea cup"), new Item("2", "xx77")],
            Enumerable.Range(0, 60).Select(i => new Interaction(i, i % 2, InteractionKind.Review, 5, null, $"good good good {topics[i % 3]}")));
        using var encoder = UserSegments.Encoding.EmbeddedEncoder.Open();
        var (plain, apart) = (Mean(new() { Model = encoder, Dimensions = 192 }), Mean(new() { Model = encoder, Dimensions = 192, InverseFrequency = true, CommonComponents = 1 }));
        Assert.True(plain > 0.5, $"mean cosine {plain}");
        // Three topics lie in a plane; on the line that one component less leaves, one is on one side and two on the other: the mean of the cosines is (1/3)².
        Assert.Equal(1 / 9.0, apart, 1e-3);
        var space = TextSpace.Fit(people, new() { Model = encoder, Dimensions = 192, InverseFrequency = true, CommonComponents = 1 });
        Assert.Equal(60, space.Described.Length);
        Assert.Equal(1f, Cosine(space.Encode(["good good good bike"]).Row(0), space.Users.Row(1)), 1e-4f);
        // Of the second item nothing is known but what was written about it: the mean of those texts.
        Assert.True(Cosine(space.Items.Row(1), space.Encode(["xx77"]).Row(0)) < 0.99);

        double Mean(TextSpaceOptions options)
        {
            var points = TextSpace.Fit(people, options).Points;
            return Enumerable.Range(0, points.Rows).Average(i => Enumerable.Range(0, points.Rows).Average(j => (double)Cosine(points.Row(i), points.Row(j))));
        }
    }

    [Fact]
    public void Encode_TheTextsOfAUserAsLines_GivesTheUsersVector()
    {
        string[] said = ["green tea", "a bike, and tea", "better tea than bike", "nothing", "tent and bike", "book of tea"];
        var people = new Dataset(
            "people", [.. Enumerable.Range(0, 40).Select(i => new User($"u{i}"))], [new Item("1", "tea"), new Item("2", "bike")],
            Enumerable.Range(0, 80).Select(i => new Interaction(i % 39, i % 2, InteractionKind.Review, 5, null, $"{said[i % 6]} {(char)('a' + i % 7)}")));
        var space = TextSpace.Fit(people, TextSpaceOptions.For("mini-en-zh", people) with { Dimensions = 8, Seed = 1 });
        Assert.Equal((40, 8), (space.Users.Rows, space.Users.Columns));
        var encoded = space.Encode([.. space.Documents.Select(document => string.Join('\n', document.Texts))]);
        for (var user = 0; user < 39; user++) Assert.Equal(1f, Cosine(encoded.Row(user), space.Users.Row(user)), 1e-4f);
        // The fortieth said nothing, and nothing is what is known of an empty text.
        Assert.All(new[] { space.Users.Row(39).ToArray(), encoded.Row(39).ToArray() }, row => Assert.All(row, value => Assert.Equal(0f, value)));
    }

    [Fact]
    public void Fit_AModelThatRemembers_EncodesATextOnce()
    {
        var model = new Letters();
        var space = TextSpace.Fit(Talk, Small with { Model = model });
        var asked = model.Asked;
        var again = TextSpace.Fit(Talk, Small with { Model = space.Model });
        // The names of the items alone: nobody wrote them.
        Assert.Equal(2, model.Asked - asked);
        Assert.Equal(space.Users.Values, again.Users.Values);
    }

    [Fact]
    public void For_AName_GivesTheEncoderThatTheDataCallsFor()
    {
        var unwritten = Talk.With(Talk.Interactions.Select(x => x with { Text = "" }));
        Assert.NotNull(TextSpaceOptions.For("auto", Talk).Model);
        Assert.Null(TextSpaceOptions.For("auto", unwritten).Model);
        Assert.Null(TextSpaceOptions.For("auto", Talk.With(Talk.Interactions.Select(x => x with { Kind = InteractionKind.Tag }))).Model);
        Assert.Null(TextSpaceOptions.For("lsa", Talk).Model);
        Assert.NotNull(TextSpaceOptions.For(UserSegments.Encoding.EmbeddedEncoder.Name, unwritten).Model);
        Assert.Contains("'no-such'", Assert.Throws<DirectoryNotFoundException>(() => TextSpaceOptions.For("no-such", Talk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ForAllUsers_ThoseWithoutWords_HaveNoSegment()
    {
        var space = TextSpace.Fit(Talk, Small);
        var everyone = space.ForAllUsers(new UserSegments.Clustering.Clustering([0, 0, 1, 1], "by hand"));
        Assert.Equal([0, 0, 1, 1, -1], everyone.Labels);
        Assert.Throws<ArgumentException>(() => space.ForAllUsers(everyone));
    }

    [Fact]
    public void DrawnTo_FullWeight_PutsEverybodyInTheCentre()
    {
        var space = TextSpace.Fit(Talk, Small);
        var centres = Matrix.FromRows([[0, 2], [3, 0]]);
        var everyone = space.ForAllUsers(new UserSegments.Clustering.Clustering([0, 0, 1, 1], "by hand") { Centres = centres });
        var drawn = space.DrawnTo(everyone, 1);
        Assert.Equal([0f, 1f], drawn.Row(0).ToArray());
        Assert.Equal([1f, 0f], drawn.Row(3).ToArray());
        Assert.Equal(space.Users.Row(4).ToArray(), drawn.Row(4).ToArray());
        Assert.Equal(space.Users.Row(2).ToArray(), space.DrawnTo(everyone, 0).Row(2).ToArray().Select((x, j) => x).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Fit_AnItemWithoutWords_IsWhatPeopleWroteAboutIt()
    {
        var nameless = new Dataset("nameless", Talk.Users, [new Item("B001", "B001"), new Item("B002", "B002")], Talk.Interactions);
        var space = TextSpace.Fit(nameless, Small);
        Assert.True(Cosine(space.Users.Row(0), space.Items.Row(0)) > 0.9);
        Assert.True(Cosine(space.Users.Row(3), space.Items.Row(1)) > 0.9);
    }

    [Fact]
    public void Encode_TheTextOfAUser_GivesTheUsersVector()
    {
        var space = TextSpace.Fit(Talk, Small);
        Assert.Equal(1, Cosine(space.Encode(["tea cup tea"]).Row(0), space.Users.Row(1)), 1e-5);
    }

    [Fact]
    public void Fit_AnyThreadCount_GivesTheSameBits()
    {
        var vectors = new[] { 1, 2, 4 }.Select(threads =>
        {
            using var scope = Blocks.UseThreads(threads);
            return TextSpace.Fit(Talk, Small).Users.Values;
        }).ToArray();
        Assert.Equal(vectors[0], vectors[1]);
        Assert.Equal(vectors[0], vectors[2]);
    }

    [Fact]
    public void Fit_NobodySaidAnything_SaysSo()
    {
        var silent = new Dataset("silent", [new User("u")], [], []);
        Assert.Contains("silent has no text", Assert.Throws<ArgumentException>(() => TextSpace.Fit(silent)).Message, StringComparison.Ordinal);
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Dot(a, b);

    /// <summary>How often a text has t and b.</summary>
    private sealed class Letters : UserSegments.Encoding.ITextModel
    {
        public int Asked { get; private set; }

        public int Dimension => 2;

        public Matrix Encode(IReadOnlyList<string> texts)
        {
            Asked += texts.Count;
            return Matrix.FromRows([.. texts.Select(text => new float[] { text.Count(c => c == 't'), text.Count(c => c == 'b') })]);
        }
    }
}
