using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Recommendation;
using UserSegments.Tests.Recommendation;

namespace UserSegments.Tests.Evaluation;

public sealed class ProtocolTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static Dataset Timed(int users, int each) => RecommenderTests.Make(users, 20).With(
        from user in Enumerable.Range(0, users)
        from step in Enumerable.Range(0, each)
        select new Interaction(user, (user + step) % 20, InteractionKind.Click, 1, Start.AddDays(10 * step).AddMinutes(user), ""));

    [Fact]
    public void LeakageCheck_CleanSplits_FindNothing()
    {
        var data = Timed(10, 6);
        Assert.Empty(LeakageCheck.Find(Splits.ByTime(data, 0.3), inTime: true));
        Assert.Empty(LeakageCheck.Find(Splits.RandomPerUser(data, 0.3, 1), inTime: false));
    }

    [Fact]
    public void LeakageCheck_PlantedLeaks_AreFound()
    {
        var split = Splits.ByTime(Timed(10, 6), 0.3);
        var copied = new Split(split.Train.With(split.Train.Interactions.Append(split.Test.Interactions[0])), split.Test, "");
        Assert.Contains("1 of 18 test interactions are in the training part too", LeakageCheck.Find(copied, inTime: false)[0], StringComparison.Ordinal);
        var late = new Split(split.Train.With(split.Train.Interactions.Append(new Interaction(0, 19, InteractionKind.Click, 1, Start.AddYears(1), ""))), split.Test, "");
        Assert.Contains("1 training interactions lie at or after", Assert.Single(LeakageCheck.Find(late, inTime: true)), StringComparison.Ordinal);
        var text = new string('x', 60);
        var quoted = new Split(
            split.Train.With([new Interaction(3, 1, InteractionKind.Review, 5, Start, text)]),
            split.Test.With([new Interaction(3, 2, InteractionKind.Review, 5, Start.AddDays(1), text)]), "");
        Assert.Contains("1 texts of the test part", Assert.Single(LeakageCheck.Find(quoted, inTime: true)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public void ColdUsers_AnyHistory_EveryPersonIsColdOnce(int history)
    {
        var data = Timed(11, 6);
        var folds = ColdUsers.Folds(data, 3, history, 4);
        Assert.Equal(3, folds.Count);
        Assert.Equal(data.Interactions.Count, folds.Sum(fold => fold.Histories.Interactions.Count + fold.Test.Interactions.Count));
        foreach (var fold in folds)
        {
            var cold = fold.Histories.Interactions.Concat(fold.Test.Interactions).Select(x => x.User).ToHashSet();
            Assert.DoesNotContain(fold.Train.Interactions, x => cold.Contains(x.User));
            foreach (var user in cold)
            {
                Assert.Equal(Math.Min(history, 6), fold.Histories.Interactions.Count(x => x.User == user));
                var last = fold.Histories.Interactions.Where(x => x.User == user).Select(x => x.Time).DefaultIfEmpty(null).Max();
                Assert.True(last is null || fold.Test.Interactions.Where(x => x.User == user).All(x => x.Time > last));
            }
        }
    }

    [Fact]
    public void ColdUsers_FoldIn_ServesPeopleTheModelNeverSaw()
    {
        var fold = ColdUsers.Folds(Timed(40, 6), 4, 3, 4)[0];
        var model = (IFoldIn)new ItemNeighbours().Fit(fold.Train);
        var warm = Evaluator.Evaluate(model.For(fold.Histories), fold.Split);
        var floor = Evaluator.Evaluate(new Popularity().Fit(fold.Train), fold.Split);
        Assert.Equal(10, warm.Users.Count);
        Assert.True(warm["NDCG@10"] > floor["NDCG@10"]);
    }

    [Fact]
    public void GroupComparison_OneGroupHelped_SaysWhere()
    {
        var split = EvaluatorTests.RandomSplit(3, 200, 40);
        var set = EvaluationSet.Of(split);
        var popularity = Evaluator.Evaluate(new Popularity().Fit(split.Train), set);
        var oracle = Evaluator.Evaluate(new EvenUsersOracle(set), set);
        var groups = Enumerable.Range(0, 200).Select(u => u % 2 == 0 ? "even" : "odd").ToArray();
        var comparison = GroupComparison.Of(oracle, popularity, groups);
        Assert.Equal(["even", "odd"], comparison.Rows.Select(row => row.Group));
        Assert.Equal("helps", comparison.Rows[0].Verdict());
        Assert.Equal(1, comparison.Rows[0].First.Value, 12);
        Assert.True(comparison.FirstGap > comparison.SecondGap);
        Assert.Equal(popularity.Users.Count, comparison.Rows.Sum(row => row.Users));
        Assert.Contains("gap between groups", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Diversified_LittleTrade_LosesNothingAndMuchTradeGainsVariety()
    {
        var split = EvaluatorTests.RandomSplit(8, 80, 60);
        var set = EvaluationSet.Of(split, new EvaluationOptions { K = [5] });
        var plain = Evaluator.Evaluate(new ItemNeighbours().Fit(split.Train), set);
        RankingResult Varied(double trade) => Evaluator.Evaluate(new Diversified(new ItemNeighbours(), set.ItemVectors!, trade, 30, 5).Fit(split.Train), set);
        var none = Varied(0);
        for (var p = 0; p < plain.Users.Count; p++) Assert.Equal(plain.List(p).ToArray(), none.List(p).ToArray());
        Assert.True(Varied(0.7)["diversity@5"] > plain["diversity@5"] + 0.05);
    }

    [Theory]
    [InlineData(0.2, new[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1 })]
    [InlineData(0.5, new[] { 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4 })]
    [InlineData(0.7, new[] { 0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6 })]
    [InlineData(1, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    public void FairExposure_FewestOfTheGroup_AreThoseOfThePaper(double share, int[] expected) =>
        Assert.Equal(expected, new FairExposure(new Popularity(), [true], share, 0.1, 12).FewestOfTheGroup);

    [Fact]
    public void FairExposure_EveryBeginningOfAList_HoldsTheGroupsPlaces()
    {
        var split = EvaluatorTests.RandomSplit(8, 80, 60);
        bool[] group = [.. Enumerable.Range(0, 60).Select(item => item >= 40)];
        var set = EvaluationSet.Of(split, new EvaluationOptions { K = [10] });
        var plain = Evaluator.Evaluate(new Popularity().Fit(split.Train), set);
        var none = Evaluator.Evaluate(new FairExposure(new Popularity(), group, 0).Fit(split.Train), set);
        var recipe = new FairExposure(new Popularity(), group, 0.6, depth: 10);
        var fair = Evaluator.Evaluate(recipe.Fit(split.Train), set);
        var raised = 0;
        for (var p = 0; p < plain.Users.Count; p++)
        {
            Assert.Equal(plain.List(p).ToArray(), none.List(p).ToArray());
            var (list, before) = (fair.List(p).ToArray(), plain.List(p).ToArray());
            for (var k = 1; k <= 10; k++) Assert.True(list.Take(k).Count(item => group[item]) >= recipe.FewestOfTheGroup[k - 1]);
            // Within the group, and outside it, the order is that of the scores.
            Assert.Equal(list.Where(item => !group[item]), before.Where(item => !group[item]).Take(list.Count(item => !group[item])));
            raised += list.Count(item => group[item]) - before.Count(item => group[item]);
        }
        Assert.True(raised > 0);
    }

    [Fact]
    public void Experiment_ThroughJson_GivesTheSameReport()
    {
        var experiment = new Experiment
        {
            Name = "does grouping help?",
            Split = ExperimentSplit.Random,
            Seed = 7,
            Methods =
            [
                new PopularityMethod(),
                new ItemNeighboursMethod(new NeighbourOptions { Neighbours = 20, Similarity = Similarity.Jaccard }) { PerSegment = true },
                new EaseMethod(new EaseOptions { Lambda = 20 }) { Name = "EASE 20" },
            ],
        };
        var again = Experiment.FromJson(experiment.ToJson());
        Assert.Equal(experiment.ToJson(), again.ToJson());
        var data = Timed(60, 8);
        static IReadOnlyList<int> Labels(Dataset train) => [.. train.Users.Select((_, user) => user % 2)];
        var report = again.Run(data, Labels);
        Assert.Equal(["EASE 20", "item neighbours", "item neighbours per segment", "popularity"], report.Rows.Select(row => row.Result.Name).Order(StringComparer.Ordinal));
        Assert.Equal("popularity", report.Baseline);
        Assert.StartsWith("sha256:", report.Options.Stamp["data"], StringComparison.Ordinal);
        Assert.Equal(experiment.Run(data, Labels).ToString(), report.ToString());
    }

    [Fact]
    public void Experiment_BadJson_NamesTheLine()
    {
        Assert.Contains("Experiment, line 2", Assert.Throws<InvalidDataException>(() => Experiment.FromJson("{\n\"nam\": 1}")).Message, StringComparison.Ordinal);
        var experiment = new Experiment { Name = "x", Methods = [new PopularityMethod { PerSegment = true }] };
        Assert.Contains("expected labelsOf", Assert.Throws<ArgumentException>(() => experiment.Run(Timed(5, 5))).Message, StringComparison.Ordinal);
    }

    private sealed class EvenUsersOracle(EvaluationSet set) : IScorer
    {
        public string Name => "oracle of even users";

        public void Score(int user, Span<float> scores)
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = set.Popularity[i] + (user % 2 == 0 && set.Gains.RowIndices(user).BinarySearch(i) >= 0 ? 1e6f : 0);
        }
    }
}
