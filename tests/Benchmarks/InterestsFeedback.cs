using System.Diagnostics;
using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Profiles;
using UserSegments.Recommendation;

namespace Benchmarks;

/// <summary>The long studies of feedback: off-policy estimators over 200 logs, bandits over 20 seeds with a planted change of taste.</summary>
internal static class InterestsFeedback
{
    /// <summary><c>interests-offpolicy [runs] [rounds]</c>.</summary>
    public static int OffPolicies(string[] args)
    {
        var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3000;
        Console.WriteLine("linear world: the model of the reaction can be right");
        Console.WriteLine(OffPolicyStudy.Run(runs, rounds, 1));
        var world = World(int.MaxValue, 10);
        var teacher = new LinUcb(world.Features, new BanditOptions { RefreshEvery = 10 });
        FeedbackLoop.Run(world, teacher, 5000, 99);
        var popular = new double[world.Features];
        popular[0] = 1;
        for (var j = 1; j < popular.Length; j++) popular[j] = 0.5 * teacher.Coefficients[j];
        Console.WriteLine("simulated market: the model of the reaction is wrong for every single person");
        Console.WriteLine(OffPolicyStudy.Run(
            world, OffPolicyStudy.Soft(popular, 4, 0.3), OffPolicyStudy.Soft([.. teacher.Coefficients], 20, 0.1), runs, rounds, 2));
        return 0;
    }

    /// <summary><c>interests-bandits [seeds] [rounds]</c>: the change comes at half of the rounds.</summary>
    public static int Bandits(string[] args)
    {
        var seeds = Enumerable.Range(1, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20).Select(x => (ulong)x).ToArray();
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000;
        var world = World(rounds / 2, 20);
        var d = world.Features;
        var plain = new BanditOptions { RefreshEvery = 10 };
        var forgetful = plain with { Discount = 0.998 };
        (string Name, Func<IFeedbackPolicy> Make)[] policies =
        [
            ("uniform", () => new UniformPolicy()),
            ("greedy, one for all", () => new GreedyPolicy(d, 0, plain) { Name = "greedy, one for all" }),
            ("greedy", () => new SegmentedPolicy("greedy", _ => new GreedyPolicy(d, 0, plain))),
            ("epsilon-greedy 0.1", () => new SegmentedPolicy("epsilon-greedy 0.1", _ => new GreedyPolicy(d, 0.1, plain))),
            ("LinUCB", () => new SegmentedPolicy("LinUCB", _ => new LinUcb(d, plain))),
            ("Thompson", () => new SegmentedPolicy("Thompson", _ => new LinearThompson(d, plain))),
            ("LinUCB, forgetting", () => new SegmentedPolicy("LinUCB, forgetting", _ => new LinUcb(d, forgetful))),
            ("Thompson, forgetting", () => new SegmentedPolicy("Thompson, forgetting", _ => new LinearThompson(d, forgetful))),
            ("strategy per segment", () => new StrategyBandit([new UniformPolicy(), new LinUcb(d, plain), new SegmentedPolicy("own", _ => new LinUcb(d, forgetful))])),
            ("oracle", () => new OraclePolicy(world)),
        ];
        var clock = Stopwatch.StartNew();
        var runs = policies.Select(policy => FeedbackLoop.RunMany(world, policy.Make, rounds, seeds)).ToArray();
        var report = new FeedbackReport(runs);
        Console.WriteLine(report);
        var categories = Datasets.OpenTruth(Datasets.Embedded).ItemCategories;
        Console.WriteLine(Table.Of(
            Enumerable.Range(0, policies.Length),
            ("policy", k => policies[k].Name),
            ("regret before the change", k => report.Curve(k)[rounds / 2 - 1]),
            ("regret after", k => report.Curve(k)[^1] - report.Curve(k)[rounds / 2 - 1]),
            ("regret per round, last 1,000", k => (report.Curve(k)[^1] - report.Curve(k)[^1001]) / 1000),
            ("rounds until recovery", k => report.Recovery(k, rounds / 2)),
            ("entropy", k => Bubble(k, categories).Entropy), ("top share", k => Bubble(k, categories).TopShare), ("apart (bits)", k => Bubble(k, categories).Apart),
            ("coverage", k => Bubble(k, categories).Coverage), ("Gini", k => Bubble(k, categories).Gini))
            .WithCaption($"change of taste at round {rounds / 2}; recovery: window 500; filter bubble over the second half, mean of the runs; {clock.Elapsed.TotalSeconds:0} s"));
        return 0;

        FilterBubble Bubble(int policy, IReadOnlyList<int> kinds)
        {
            var all = runs[policy].Select(run => FilterBubble.Measure(run, kinds, rounds / 2, rounds / 2, 5)).ToArray();
            return new FilterBubble(all.Average(x => x.Entropy), all.Average(x => x.TopShare), all.Average(x => x.Apart), all.Average(x => x.Coverage), all.Average(x => x.Gini), all[0].Users);
        }
    }

    // What a recommender may know of an item: its category, what texts say of it, its price. 300 people come again and again.
    private static MarketWorld World(int changeAt, int candidates)
    {
        var dataset = Datasets.Open(Datasets.Embedded);
        var truth = Datasets.OpenTruth(Datasets.Embedded);
        var items = FacetVectors.Join(ItemFacets.FromTags(dataset, 12, firstOnly: true), ItemFacets.FromSeeds(dataset, FacetSeeds.Shopping), ItemFacets.LowPrice(dataset));
        return new MarketWorld(truth, items, options: new MarketWorldOptions { ChangeAt = changeAt, Candidates = candidates, Users = [.. Enumerable.Range(0, 300)] });
    }
}
