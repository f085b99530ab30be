using System.Globalization;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Tests.Evaluation;

/// <summary>The evaluator against what trec_eval 9 prints for its own test run; fixture and its origin: Fixtures/make_trec_eval.py.</summary>
public sealed class TrecEvalTests
{
    private static readonly string[][] Lines =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Fixtures", "trec_eval.txt")).Select(line => line.Split(' '))];

    public static TheoryData<string> Topics => [.. Lines.Where(line => line[0] == "expect").Select(line => line[2]).Distinct()];

    private sealed class Run(float[] scores) : IScorer
    {
        public string Name => "run";

        public void Score(int user, Span<float> row) => scores.CopyTo(row);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Evaluate_TrecRun_GivesWhatTrecEvalPrints(string topic)
    {
        var run = Lines.Where(line => line[0] == "run" && line[1] == topic).ToDictionary(line => line[2], line => float.Parse(line[3], CultureInfo.InvariantCulture));
        var relevant = Lines.Where(line => line[0] == "qrel" && line[1] == topic).Select(line => line[2]).ToHashSet();
        // trec_eval ranks equal scores by document name descending, we by index ascending: so documents are numbered that way.
        string[] documents = [.. run.Keys.Union(relevant).OrderDescending(StringComparer.Ordinal)];
        float[] scores = [.. documents.Select(doc => run.TryGetValue(doc, out var score) ? score : float.NegativeInfinity)];
        var gains = SparseMatrix.FromEntries(1, documents.Length, documents.Index().Where(d => relevant.Contains(d.Item)).Select(d => (0, d.Index, 1f)));
        var nothing = SparseMatrix.FromRows(documents.Length, new Dictionary<int, float>?[1]);
        var options = new EvaluationOptions { K = [1, 5, 10, 15, 20, 30, 100, 200, 500, 1000] };
        var result = Evaluator.Evaluate(new Run(scores), new EvaluationSet(nothing, gains, options));
        var relevance = Relevance.Of(gains.Indices);

        var expected = Lines.Where(line => line[0] == "expect" && line[2] == topic).ToArray();
        Assert.True(expected.Length > 40, $"{expected.Length} values expected of topic {topic}");
        foreach (var line in expected)
        {
            var depth = line[1].LastIndexOf('_') is var at and > 0 && int.TryParse(line[1][(at + 1)..], CultureInfo.InvariantCulture, out var k) ? k : 1000;
            double? value = line[1][..(depth == 1000 && !line[1].EndsWith("1000", StringComparison.Ordinal) ? line[1].Length : line[1].LastIndexOf('_'))] switch
            {
                "map" => result["MAP@1000"],
                "Rprec" => result["R-precision"],
                "recip_rank" => result["MRR"],
                "P" => result[$"precision@{depth}"],
                "recall" => result[$"recall@{depth}"],
                "ndcg" => result["NDCG@1000"],
                "ndcg_cut" => result[$"NDCG@{depth}"],
                "success" => result[$"HR@{depth}"],
                "map_cut" => RankingMetrics.AveragePrecision(result.List(0), relevance, depth, divideByAll: true),
                var other => throw new InvalidOperationException(other),
            };
            Assert.True(Math.Abs(value!.Value - double.Parse(line[3], CultureInfo.InvariantCulture)) <= 0.5e-4 + 1e-12, $"{line[1]} of topic {topic}: {value}, trec_eval prints {line[3]}");
        }
    }
}
