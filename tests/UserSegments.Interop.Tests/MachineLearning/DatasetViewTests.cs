using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Data;
using UserSegments.Interop.MachineLearning;

namespace UserSegments.Interop.Tests.MachineLearning;

public sealed class DatasetViewTests
{
    [Fact]
    public void Dataset_ThroughItsThreeViews_ComesBackWhole()
    {
        var market = Toys.Market();
        var back = market.InteractionsView().ToDataset(market.UsersView(), market.ItemsView(), market.Name);
        Assert.Equal(market.ContentHash(), back.ContentHash());
        Assert.Equal("toy", back.Name);
    }

    [Fact]
    public void Dataset_ThroughItsInteractionsAlone_KeepsIdsAndOrder()
    {
        var market = Toys.Market();
        var back = market.InteractionsView().ToDataset();
        Assert.Equal(market.Users.Select(user => user.Id), back.Users.Select(user => user.Id));
        Assert.Equal(market.Items.Select(item => item.Id), back.Items.Select(item => item.Title));
        Assert.Equal(market.Interactions, back.Interactions);
    }

    [Fact]
    public void InteractionsView_AsMlNetSeesIt_HasKeysWithTheIds()
    {
        var view = Toys.Market().InteractionsView();
        VBuffer<ReadOnlyMemory<char>> ids = default;
        view.Schema["Item"].GetKeyValues(ref ids);
        Assert.Equal(["a", "b", "c"], ids.DenseValues().Select(id => id.ToString()));
        var texts = new MLContext(1).Transforms.Conversion.MapKeyToValue("Who", "User").Fit(view).Transform(view).GetColumn<string>("Who");
        Assert.Equal(["ann", "ann", "bob"], texts);
    }

    [Fact]
    public void ToDataset_OfAViewFilteredByMlNet_HasWhatIsLeft()
    {
        var market = Toys.Market();
        var rated = new MLContext(1).Data.FilterRowsByMissingValues(market.InteractionsView(), "Value").ToDataset();
        Assert.Equal(market.Interactions.Where(x => !float.IsNaN(x.Value)), rated.Interactions);
    }

    [Fact]
    public void ToDataset_OfIdsThatAreNotTheKeys_NamesThem()
    {
        var market = Toys.Market();
        var fewer = new Dataset("few", [market.Users[0]], market.Items, []);
        var error = Assert.Throws<ArgumentException>(() => market.InteractionsView().ToDataset(fewer.UsersView()));
        Assert.StartsWith("users has 1 ids that are not the 2 KeyValues", error.Message);
        var kind = Assert.Throws<ArgumentException>(() => Toys.Random(2, 2).ToDataView().ToDataset());
        Assert.StartsWith("There is no column \"User\"", kind.Message);
    }
}
