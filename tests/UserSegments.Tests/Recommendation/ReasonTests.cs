using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Recommendation;
using UserSegments.Tests.Data;
using UserSegments.Tests.Profiles;

namespace UserSegments.Tests.Recommendation;

public sealed class ReasonTests
{
    [Fact]
    public void Explain_ByHand_NamesTheFacetAndItsItems()
    {
        var (writer, dataset) = Small();
        var reason = writer.Explain(0, 3);
        Assert.Equal("Because you bought “Grinder” and reviewed “Press” (coffee).", reason.Text);
        Assert.Equal([0, 1], reason.Parts[0].Evidence.Order());
        Assert.Empty(writer.Problems(reason));
        var chinese = new RecommendationWriter(dataset, Model(dataset), ItemFacets.FromTags(dataset), new ReasonOptions { Language = DescriptionLanguage.Chinese });
        Assert.Equal("因为您购买过《Grinder》，评论过《Press》（coffee）。", chinese.Explain(0, 3).Text);
    }

    [Fact]
    public void Explain_WithoutEvidence_FallsBackToPeopleAndThenToSilence()
    {
        var (writer, _) = Small();
        Assert.Equal("Because one person chose it.", writer.Explain(1, 0).Text);
        var silent = writer.Explain(1, 3);
        Assert.Equal("", silent.Text);
        Assert.Empty(silent.Parts);
        Assert.Empty(writer.Problems(silent));
    }

    [Fact]
    public void Explain_AfterALowRating_DoesNotCallItEvidence()
    {
        var (writer, _) = Small();
        var reason = writer.Explain(0, 5);                          // garden: user 0 has only a low review there
        Assert.DoesNotContain("Hose", reason.Text, StringComparison.Ordinal);
        Assert.Empty(writer.Problems(reason));
    }

    [Fact]
    public void Problems_OfAnInventedReason_NameIt()
    {
        var (writer, _) = Small();
        var reason = writer.Explain(0, 3);
        Assert.NotEmpty(writer.Problems(reason with { Text = "Because you bought everything." }));
        Assert.NotEmpty(writer.Problems(reason with { Parts = [reason.Parts[0] with { Evidence = [2] }] }));
        Assert.NotEmpty(writer.Problems(reason with { Parts = [reason.Parts[0] with { Facet = "garden" }] }));
        Assert.NotEmpty(writer.Problems(reason with { Parts = [new ReasonPart("", 7, [])] }));
    }

    [Fact]
    public void Explain_AcrossTheMarket_NeverLacksEvidence()
    {
        var dataset = Market.First(200);
        var items = FacetVectors.Join(ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.FromSeeds(dataset, FacetSeeds.Shopping));
        var model = WeightedMatching.Cosine(UserFacets.Build(dataset, items).LongTerm, items);
        var writer = new RecommendationWriter(dataset, model, items);
        var scores = new float[dataset.Items.Count];
        var withFacet = 0;
        for (var user = 0; user < 150; user++)
        {
            model.Score(user, scores);
            var best = Array.IndexOf(scores, scores.Max());
            var reason = writer.Explain(user, best);
            Assert.Empty(writer.Problems(reason));
            withFacet += reason.Parts.Any(part => part.Facet.Length > 0) ? 1 : 0;
        }
        Assert.True(withFacet > 120, $"{withFacet} of 150 have a facet with evidence");
    }

    [Fact]
    public void CrossDomain_WhereTheTextTells_BeatsPopularity()
    {
        // Two tastes; each shows in both domains in the same direction of the text space, popularity is blind to it.
        var items = Enumerable.Range(0, 40).Select(i => new Item($"{i}", $"{i}") { Tags = [i < 20 ? "films" : "books"] }).ToArray();
        var vectors = new Matrix(40, 2);
        for (var i = 0; i < 40; i++) vectors[i, i % 2] = 1;
        var rng = new Rng(8);
        var rows = new List<Interaction>();
        for (var user = 0; user < 60; user++)
        {
            for (var day = 0; day < 6; day++)
                rows.Add(new Interaction(user, 2 * rng.NextInt(10) + user % 2 + (day < 4 ? 0 : 20), InteractionKind.Purchase, 1, Samples.Day(day), ""));
        }
        var dataset = new Dataset("two domains", [.. Enumerable.Range(0, 60).Select(i => new User($"{i}"))], items, rows);
        var split = new Split(dataset.With(rows.Where(x => x.Time < Samples.Day(4))), dataset.With(rows.Where(x => x.Time >= Samples.Day(4))), "by day");
        var result = CrossDomain.Evaluate(split, vectors, item => item.Tags[0] == "films", [.. Enumerable.Range(0, 60).Select(u => u % 2)]);
        Assert.Equal(20, result.TargetItems);
        Assert.Equal(60, result.Users);
        Assert.True(result.Methods[1].Ndcg.Average() > result.Methods[0].Ndcg.Average() + 0.05, result.ToString());
        Assert.True(result.Methods[1].AgainstPopularity!.PValue < 0.05, result.ToString());
    }

    private static MatchingModel Model(Dataset dataset)
    {
        var items = ItemFacets.FromTags(dataset);
        return WeightedMatching.Cosine(UserFacets.Build(dataset, items).LongTerm, items);
    }

    private static (RecommendationWriter Writer, Dataset Dataset) Small()
    {
        string[] tags = ["coffee", "coffee", "garden", "coffee", "tea", "garden"];
        string[] titles = ["Grinder", "Press", "Hose", "Kettle", "Pot", "Shears"];
        var dataset = new Dataset(
            "small", [new User("a"), new User("b")], [.. titles.Select((title, i) => new Item($"i{i}", title) { Tags = [tags[i]] })],
            [
                new Interaction(0, 1, InteractionKind.Review, 5, Samples.Day(1), ""), new Interaction(0, 0, InteractionKind.Purchase, 1, Samples.Day(2), ""),
                new Interaction(0, 2, InteractionKind.Review, 2, Samples.Day(3), ""),
            ]);
        return (new RecommendationWriter(dataset, Model(dataset), ItemFacets.FromTags(dataset)), dataset);
    }
}
