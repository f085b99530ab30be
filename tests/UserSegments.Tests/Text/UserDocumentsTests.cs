using UserSegments.Data;
using UserSegments.Text;

namespace UserSegments.Tests.Text;

public sealed class UserDocumentsTests
{
    private static readonly DateTime Day = new(2026, 1, 31, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Dataset Shop = new(
        "shop",
        [new User("ann"), new User("bo"), new User("cy")],
        [new Item("1", "Mug") { Tags = ["kitchen", "blue"] }, new Item("2", "Lamp")],
        [
            new Interaction(0, 0, InteractionKind.Review, 5, Day, "lovely mug"),
            new Interaction(0, 1, InteractionKind.Review, 2, Day.AddDays(-30), "dim lamp"),
            new Interaction(1, 0, InteractionKind.Purchase, 3, Day.AddDays(-30), ""),
        ]);

    [Fact]
    public void Build_Defaults_TakesWhatWasWrittenElseTheItem()
    {
        var documents = UserDocuments.Build(Shop);
        Assert.Equal(["dim lamp", "lovely mug"], documents[0].Texts);
        Assert.Equal([1f, 1f], documents[0].Weights);
        Assert.Equal(["Mug kitchen blue"], documents[1].Texts);
        Assert.Equal(1 + Math.Log(3), documents[1].Weights[0], 1e-6);
        Assert.True(documents[2].IsEmpty);
    }

    [Fact]
    public void Build_HalfLifeAndRating_Multiply()
    {
        var documents = UserDocuments.Build(Shop, new UserDocumentOptions { HalfLifeDays = 30, ByRating = true });
        Assert.Equal(0.5 * 0.4, documents[0].Weights[0], 1e-6);
        Assert.Equal(1, documents[0].Weights[1], 1e-6);
    }

    [Fact]
    public void Build_MaximumTexts_KeepsTheLatest() =>
        Assert.Equal(["lovely mug"], UserDocuments.Build(Shop, new UserDocumentOptions { MaximumTexts = 1 })[0].Texts);

    [Fact]
    public void Build_WithoutItemTexts_LeavesBuyersEmpty() =>
        Assert.True(UserDocuments.Build(Shop, new UserDocumentOptions { ItemTexts = false })[1].IsEmpty);

    [Fact]
    public void Of_Items_JoinsTitleTagsAndDescription() => Assert.Equal(["Mug kitchen blue", "Lamp"], ItemTexts.Of(Shop));
}
