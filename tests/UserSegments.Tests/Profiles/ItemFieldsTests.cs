using UserSegments.Data;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

public sealed class ItemFieldsTests
{
    [Fact]
    public void Of_ItemsWithSomeFields_GivesThoseThatSayAnything()
    {
        Item[] items =
        [
            new("a", "red wool scarf") { Tags = ["cold weather", "warm"] }, new("b", "red silk scarf") { Tags = ["cold weather"] },
            new("c", "oak desk lamp") { Tags = ["light", "warm"] }, new("d", "oak reading lamp") { Tags = ["light"] }, new("e", "") { Tags = [] },
        ];
        var fields = ItemFields.Of(new Dataset("shop", [new User("u")], items, [new Interaction(0, 0, InteractionKind.Purchase, 1, null, "soft")]), new() { Dimensions = 3, Seed = 1 });
        Assert.Equal(["title", "tags"], fields.Select(field => field.Name));
        var (title, tags) = (fields[0].Vectors, fields[1].Vectors);
        Assert.Equal((5, 5), (title.Rows, tags.Rows));
        Assert.True(Dot(title, 0, 1) > Dot(title, 0, 2) + 0.5);
        Assert.True(Dot(tags, 0, 1) > Dot(tags, 1, 3) + 0.5);
        Assert.Equal(0f, Dot(title, 4, 4));
    }

    private static float Dot(UserSegments.Numerics.Matrix rows, int a, int b) => System.Numerics.Tensors.TensorPrimitives.Dot<float>(rows.Row(a), rows.Row(b));
}
