using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>Asks one data set where segments help: everybody, light users, new people, variety, fairness; each question in pairs, corrected together.</summary>
/// <remarks>
/// Segments are k-means on what people wrote (or on the names of what they took) in the training part. Each recommender with segments is held against the
/// same without: popularity, item and user neighbours, content, item neighbours with a prior, and the choice among these on validation data. New people are drawn at random, not in time:
/// they have a few items (the first in time) and all others everything. Same seed, same report on any number of threads.
/// </remarks>
public sealed class SegmentStudy
{
    private readonly Dataset dataset;
    private readonly SegmentStudyOptions options;
    private readonly CancellationToken cancellation;
    private readonly List<SegmentEffect> effects = [];
    private readonly string ndcg;

    private SegmentStudy(Dataset dataset, SegmentStudyOptions options, CancellationToken cancellation) =>
        (this.dataset, this.options, this.cancellation, ndcg) = (dataset, options, cancellation, $"NDCG@{options.Depth}");

    /// <summary>Runs all questions that the data can answer.</summary>
    /// <param name="dataset">The whole; it needs texts or names of items.</param>
    /// <param name="options">Segments, split, whom to ask about.</param>
    /// <param name="cancellation">Stops between recommenders and inside them.</param>
    public static SegmentStudyReport Run(Dataset dataset, SegmentStudyOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new SegmentStudyOptions();
        var study = new SegmentStudy(dataset, options, cancellation);
        var split = dataset.HasTime ? Splits.ByTime(dataset, options.TestShare) : Splits.RandomPerUser(dataset, options.TestShare, options.Seed);
        study.Known(split);
        foreach (var history in options.ColdHistories) study.New(history);
        var caption = FormattableString.Invariant($"{dataset.Name}, {split.Description}; {options.Segments} segments, seed {options.Seed}; gains above 0 speak for segments");
        return new SegmentStudyReport(study.effects, caption);
    }

    private void Known(Split split)
    {
        var (space, segments) = Segment(split.Train);
        var labels = segments.Labels;
        var set = EvaluationSet.Of(split, options.Evaluation, space.Items);
        var (popularity, items) = (new Popularity(), new ItemNeighbours());
        var bySegment = new PerSegment(popularity, labels);

        RankingResult Judge(IRecommender recipe) => Evaluator.Evaluate(recipe.Fit(split.Train, cancellation), set, cancellation);
        var (floor, floorWith) = (Judge(popularity), Judge(bySegment));
        var (near, nearWith) = (Judge(items), Judge(new PerSegment(items, labels)));
        var (prior, priorWith) = (Judge(new LightUserPrior(items, popularity, options.PriorStrength)), Judge(new LightUserPrior(items, bySegment, options.PriorStrength)));
        var people = new UserNeighbours();
        const string withPrior = "item neighbours, popularity as prior";
        Ask("popularity", floorWith, floor, ndcg);
        Ask("item neighbours", nearWith, near, ndcg);
        Ask(withPrior, priorWith, prior, ndcg);
        Ask("user neighbours, sought in the segment alone", Judge(new PerSegment(people, labels, new PerSegmentOptions { Shrinkage = 0 })), Judge(people), ndcg);
        Ask("content, drawn to the centre", Judge(new ContentRecommender(_ => space.DrawnTo(segments, 0.5), space.Items)), Judge(new ContentRecommender(_ => space.Users, space.Items)), ndcg);
        var soft = SoftMembership.Of(space.Users, segments.Centres!);
        Ask("popularity, soft segments against hard", Judge(new PerSegment(popularity, soft)), floorWith, ndcg);

        var sizes = Sizes(split.Train);
        foreach (var (name, least, most) in new[] { ("nothing before", 0, 0), ("1 to 4 items before", 1, 4), ("5 to 14 items before", 5, 14), ("15 and more before", 15, int.MaxValue) })
            Ask(withPrior, priorWith, prior, ndcg, name, user => sizes[user] >= least && sizes[user] <= most);

        var (chosenWith, chosen) = (Judge(Strategies(labels)), Judge(OneForAll(labels)));
        const string choice = "the recommender, chosen per segment against once for all";
        Ask(choice, chosenWith, chosen, ndcg);
        foreach (var (name, with, without) in new[] { ("popularity", floorWith, floor), ("item neighbours", nearWith, near), (choice, chosenWith, chosen) })
        {
            Ask($"{name}: variety of a list", with, without, $"diversity@{options.Depth}");
            Ask($"{name}: rare items", with, without, $"novelty@{options.Depth}");
            var shown = OverallDifference.Coverage(with, without, options.Depth, set.Items, options.Seed);
            var coverage = $"coverage@{options.Depth}";
            effects.Add(new SegmentEffect($"{name}: share of the items shown", "all", coverage, with[coverage], without[coverage], shown));
            var (gap, gapWithout, fairer) = OverallDifference.Gap(with, without, labels, ndcg, options.Seed);
            effects.Add(new SegmentEffect($"{name}: gap between segments", "all", $"mean |segment - all|, {ndcg}", gap, gapWithout, fairer));
            var worst = without.ByGroup(ndcg, labels).Where(group => group.Users >= options.SmallestGroup).OrderBy(group => group.Estimate.Value).Select(group => group.Group).FirstOrDefault(-1);
            Ask($"{name}: the segment served worst", with, without, ndcg, $"segment {worst}", user => worst >= 0 && labels[user] == worst);
        }
    }

    private (string, IRecommender)[] Candidates(int[] labels)
    {
        var (popularity, items) = (new Popularity(), new ItemNeighbours());
        var bySegment = new PerSegment(popularity, labels);
        IRecommender[] all = [popularity, bySegment, items, new PerSegment(items, labels), new LightUserPrior(items, popularity, options.PriorStrength), new LightUserPrior(items, bySegment, options.PriorStrength)];
        return [.. all.Select(recipe => (recipe.Name, recipe))];
    }

    private SegmentStrategies Strategies(int[] labels) => new(Candidates(labels), labels, options: Tuning);

    private Tuned OneForAll(int[] labels) => new("one for all", Candidates(labels), options: Tuning);

    private TuningOptions Tuning => new() { ByTime = dataset.HasTime, Depth = options.Depth, MaximumUsers = 1000, Seed = options.Seed };

    // People of whom a few items are known, beside others of whom everything is; pooled over the folds.
    private void New(int history)
    {
        var (floor, floorWith, prior, priorWith) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var fold in ColdUsers.Folds(dataset, 5, history, options.Seed).Take(options.ColdFolds))
        {
            cancellation.ThrowIfCancellationRequested();
            var train = dataset.With(fold.Train.Interactions.Concat(fold.Histories.Interactions));
            var set = EvaluationSet.Of(new Split(train, fold.Test, "new people"), options.Evaluation);
            var (_, segments) = Segment(train);
            var (popularity, items) = (new Popularity(), new ItemNeighbours());
            var bySegment = new PerSegment(popularity, segments.Labels);
            floor.AddRange(Judge(popularity));
            floorWith.AddRange(Judge(bySegment));
            prior.AddRange(Judge(new LightUserPrior(items, popularity, options.PriorStrength)));
            priorWith.AddRange(Judge(new LightUserPrior(items, bySegment, options.PriorStrength)));

            IEnumerable<double> Judge(IRecommender recipe) => Evaluator.Evaluate(recipe.Fit(train, cancellation), set, cancellation).Values(ndcg);
        }
        if (floor.Count < options.SmallestGroup) return;
        var name = $"new, {history} item{(history == 1 ? "" : "s")} known";
        effects.Add(SegmentEffect.Of("popularity", name, ndcg, floorWith, floor, options.Seed));
        effects.Add(SegmentEffect.Of("item neighbours, popularity as prior", name, ndcg, priorWith, prior, options.Seed));
    }

    private (TextSpace Space, Clustering.Clustering Segments) Segment(Dataset train)
    {
        var space = TextSpace.Fit(train, options.Space with { Seed = options.Seed });
        return (space, space.ForAllUsers(new KMeans(new KMeansOptions { K = options.Segments, Seed = options.Seed }).Fit(space.Points).BySize()));
    }

    private void Ask(string question, RankingResult with, RankingResult without, string metric, string people = "all", Func<int, bool>? who = null)
    {
        if (!with.UserMetricNames.Contains(metric)) return;
        int[] kept = [.. Enumerable.Range(0, with.Users.Count).Where(i => who is null || who(with.Users[i]))];
        if (kept.Length < options.SmallestGroup) return;
        var (a, b) = (with.Values(metric), without.Values(metric));
        effects.Add(SegmentEffect.Of(question, people, metric, [.. kept.Select(i => a[i])], [.. kept.Select(i => b[i])], options.Seed));
    }

    private static int[] Sizes(Dataset train)
    {
        var histories = InteractionMatrix.Binary(train);
        return [.. Enumerable.Range(0, histories.Rows).Select(user => histories.RowIndices(user).Length)];
    }
}
