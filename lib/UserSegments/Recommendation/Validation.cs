using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>A part of the training data set aside to choose by; the test part never comes here.</summary>
internal sealed class Validation
{
    private readonly int[] position;                                          // of each user among the judged ones; -1: not judged

    public Validation(Dataset train, TuningOptions options, int fold)
    {
        var split = options.ByTime
            ? Splits.ByTime(train, options.ValidationShare)
            : Splits.RandomPerUser(train, options.ValidationShare, options.Seed + (ulong)fold);
        Train = split.Train;
        var whole = EvaluationSet.Of(split, new EvaluationOptions { K = [options.Depth] });
        int[] users = [.. Enumerable.Range(0, whole.Users).Where(user => whole.Gains.RowIndices(user).Length > 0)];
        if (users.Length > options.MaximumUsers)
        {
            new Rng(options.Seed).Fork((ulong)fold).Shuffle<int>(users);
            users = [.. users.Take(options.MaximumUsers).Order()];
        }
        position = new int[whole.Users];
        Array.Fill(position, -1);
        for (var i = 0; i < users.Length; i++) position[users[i]] = i;
        var kept = new Dictionary<int, float>?[whole.Users];
        foreach (var user in users)
        {
            var own = kept[user] = [];
            foreach (var item in whole.Gains.RowIndices(user)) own[item] = 1;
        }
        Users = users;
        Set = new EvaluationSet(whole.Seen, SparseMatrix.FromRows(whole.Items, kept), whole.Options);
    }

    public Dataset Train { get; }

    public int[] Users { get; }

    public EvaluationSet Set { get; }

    /// <summary>Fits a candidate and keeps its standard scores for the judged users, shape (judged users, items).</summary>
    public Matrix ScoresOf(IRecommender candidate, CancellationToken cancellation)
    {
        var scorer = candidate.Fit(Train, cancellation);
        var scores = new Matrix(Users.Length, Set.Items);
        Blocks.For(Users.Length, 16, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                scorer.Score(Users[i], scores.Row(i));
                Blend.Standardise(scores.Row(i));
            }
        });
        return scores;
    }

    /// <summary>NDCG of each judged user under a weighted sum of kept scores.</summary>
    public IReadOnlyList<double> Judge(IReadOnlyList<Matrix> scores, IReadOnlyList<double> weights) =>
        Evaluator.Evaluate(new Kept(scores, [.. weights.Select(w => (float)w)], position), Set).Values($"NDCG@{Set.Options.K[0]}");

    private sealed class Kept(IReadOnlyList<Matrix> scores, float[] weights, int[] position) : IScorer
    {
        public string Name => "kept scores";

        public void Score(int user, Span<float> sum)
        {
            sum.Clear();
            for (var c = 0; c < weights.Length; c++)
            {
                if (weights[c] != 0) Blend.Add(scores[c].Row(position[user]), weights[c], sum);
            }
        }
    }
}
