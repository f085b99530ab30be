using UserSegments.Display;
using UserSegments.Evaluation;

namespace UserSegments.Tests.Evaluation;

public sealed class RankingReportTests
{
    private sealed class Rule(string name, Func<int, int, float> score) : IScorer
    {
        public string Name => name;

        public void Score(int user, Span<float> scores)
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = score(user, i);
        }
    }

    private static RankingResult[] Results()
    {
        var set = EvaluationSet.Of(EvaluatorTests.RandomSplit(3, users: 80, items: 40));
        return
        [
            Evaluator.Evaluate(new Rule("chance", (_, i) => i * 7 % 40), set),
            Evaluator.Evaluate(new Rule("oracle", (u, i) => set.Gains.RowIndices(u).BinarySearch(i) >= 0 ? 1 : 0), set),
            Evaluator.Evaluate(new Rule("same as chance", (_, i) => i * 7 % 40), set),
            Evaluator.Evaluate(new Rule("inverse oracle", (u, i) => set.Gains.RowIndices(u).BinarySearch(i) >= 0 ? 0 : 1), set),
        ];
    }

    [Fact]
    public void Of_ClearCases_SaysBetterWorseAndTie()
    {
        var report = RankingReport.Of(Results());
        Assert.Equal("better", report["oracle"].Verdict(0.05));
        Assert.Equal("no difference seen", report["same as chance"].Verdict(0.05));
        Assert.Equal("worse", report["inverse oracle"].Verdict(0.05));
        Assert.Equal("baseline", report["chance"].Verdict(0.05));
        Assert.Equal("oracle", report.Rows[0].Result.Name);
        Assert.Equal(1, report["oracle"].Estimate.Value, 12);
        var verdict = report.Verdict();
        Assert.StartsWith("oracle reaches NDCG@10 1.0000", verdict, StringComparison.Ordinal);
        Assert.Contains("No difference from chance was seen for same as chance: a tie.", verdict, StringComparison.Ordinal);
        Assert.EndsWith("Worse: inverse oracle.", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void ToMimeBundle_AnyReport_HasTableVerdictAndStamp()
    {
        var report = RankingReport.Of(Results(), new RankingReportOptions { Caption = "a <toy>", Stamp = new Dictionary<string, string> { ["seed"] = "1" } });
        var bundle = report.ToMimeBundle();
        foreach (var mime in new[] { MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text })
        {
            Assert.Contains("inverse oracle", bundle[mime], StringComparison.Ordinal);
            Assert.Contains("seed: 1", bundle[mime], StringComparison.Ordinal);
        }
        Assert.Contains("a &lt;toy&gt;", bundle[MimeTypes.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OtherUsers_NamesTheResult()
    {
        var other = Evaluator.Evaluate(new Rule("other", (_, i) => i), EvaluationSet.Of(EvaluatorTests.RandomSplit(4, users: 30, items: 40)));
        Assert.Contains("other was judged on other users than chance", Assert.Throws<ArgumentException>(() => RankingReport.Of([Results()[0], other])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NameTwiceOrUnknownBaseline_IsRefused()
    {
        var results = Results();
        Assert.Throws<ArgumentException>(() => RankingReport.Of([results[0], results[0]]));
        Assert.Contains("No result is called \"best\"", Assert.Throws<ArgumentException>(() => RankingReport.Of(results, new RankingReportOptions { Baseline = "best" })).Message, StringComparison.Ordinal);
    }
}
