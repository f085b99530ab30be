using UserSegments.Numerics;

namespace UserSegments.Data.Simulation;

/// <summary>Lets a year of the market happen: lists shown, clicks, purchases, reviews.</summary>
internal sealed class MarketYear(SimulatedMarketOptions options, MarketTruth truth)
{
    private const int ListLength = 8;
    private readonly MarketTruthData data = truth.Data;
    private readonly List<Interaction> interactions = [];
    private readonly List<Impression> impressions = [];
    private readonly double[] utilities = new double[options.Items];
    private readonly double[] byAppeal = new double[options.Items];
    private readonly double[] byUtility = new double[options.Items];
    private readonly double[] appeal = [.. truth.Data.ItemAppeal.Select(Math.Exp)];

    public SimulatedMarket Run()
    {
        var root = new Rng(options.Seed);
        var items = MarketItems.Make(data, root.Fork(4));
        var days = DayWeights();
        var users = new User[options.Users];
        for (var user = 0; user < users.Length; user++)
        {
            var rng = root.Fork(1000 + (ulong)user);
            var author = Author(user, rng);
            users[user] = new User($"p{user + 1:0000}")
            {
                Attributes = new Dictionary<string, string> { ["age"] = author.Age, ["language"] = author.Chinese ? "zh" : "en" },
            };
            Live(user, author, items, days, rng);
        }
        return new SimulatedMarket(new Dataset("simulated market", users, items, interactions, impressions), truth);
    }

    private MarketAuthor Author(int user, Rng rng)
    {
        var home = MarketSegments.All[data.UserMonths[user][^1]];
        var age = Math.Clamp((int)(home.Age + 11 * rng.NextGaussian()), 18, 84);
        return new MarketAuthor(
            (age < 25 ? "18-24" : age < 35 ? "25-34" : age < 45 ? "35-44" : age < 55 ? "45-54" : age < 65 ? "55-64" : "65+"),
            rng.NextDouble() < home.Chinese,
            rng.NextIndex(home.Tones),
            0.03 * rng.NextDouble() * rng.NextDouble());
    }

    private void Live(int user, MarketAuthor author, IReadOnlyList<Item> items, double[] days, Rng rng)
    {
        // People of the segment that is born arrive with it, unless they came over from another one.
        var newcomer = data.Events.Any(x => x.Kind == "birth" && data.UserMonths[user][0] == x.To[0]);
        var first = newcomer ? (int)(new DateTime(2025, 7, 1) - new DateTime(2025, 1, 1)).TotalDays : rng.NextDouble() < 0.7 ? 0 : rng.NextInt(240);
        var wanted = Math.Clamp((int)Math.Round(Math.Exp(2.2 + 0.8 * rng.NextGaussian())), 1, 70);
        var times = new List<DateTime>();
        for (var i = 0; i < wanted; i++)
            times.Add(data.Start.AddDays(first + rng.NextIndex(days.AsSpan(first))).AddMinutes(Hour(rng) * 60 + rng.NextInt(60)));
        times.Sort();
        var (owned, byMonth) = (new HashSet<int>(), new int[MarketSegments.All.Count]);
        foreach (var time in times)
        {
            var month = truth.MonthOf(time);
            byMonth[data.UserMonths[user][month - 1]]++;
            var taste = truth.Taste(user, month);
            for (var item = 0; item < utilities.Length; item++) utilities[item] = truth.Utility(taste, item);
            if (rng.NextDouble() < 0.5) Browse(user, author, items, taste, time, month, owned, rng);
            else Buy(user, author, items, taste, time, rng.NextIndex(Weigh(byUtility, month, owned, rng.NextDouble() < options.OffTaste ? 0 : 1)), owned, rng);
        }
        data.UserSegment[user] = Array.IndexOf(byMonth, byMonth.Max());
    }

    private void Browse(int user, MarketAuthor author, IReadOnlyList<Item> items, double[] taste, DateTime time, int month, HashSet<int> owned, Rng rng)
    {
        var shown = new List<int>();
        Weigh(byAppeal, month, owned, 0);
        Weigh(byUtility, month, owned, 0.5);
        while (shown.Count < ListLength)
        {
            var item = shown.Count < 3 ? rng.NextIndex(byAppeal) : shown.Count < 6 ? rng.NextIndex(byUtility) : rng.NextInt(options.Items);
            if (data.ItemLaunch[item] <= month && !shown.Contains(item)) shown.Add(item);
        }
        var list = shown.ToArray();
        rng.Shuffle<int>(list);
        var (clicked, bought) = (new bool[ListLength], new bool[ListLength]);
        for (var i = 0; i < ListLength; i++)
        {
            clicked[i] = rng.NextDouble() < MarketTruth.Click(utilities[list[i]], i);
            bought[i] = clicked[i] && rng.NextDouble() < MarketTruth.Buy(utilities[list[i]]) && !owned.Contains(list[i]);
        }
        impressions.Add(new Impression(user, time, list, clicked) { Purchased = bought });
        for (var i = 0; i < ListLength; i++)
        {
            if (bought[i]) Buy(user, author, items, taste, time.AddMinutes(2 + rng.NextInt(30)), list[i], owned, rng);
        }
    }

    // Softmax weights of appeal (sharpness 0), of utility (1), or of something between; only what is on the market and not owned.
    private double[] Weigh(double[] weights, int month, HashSet<int> owned, double sharpness)
    {
        for (var item = 0; item < weights.Length; item++)
            weights[item] = data.ItemLaunch[item] > month ? 0 : sharpness == 0 ? appeal[item] : Math.Exp(sharpness * utilities[item]);
        foreach (var item in owned) weights[item] = 0;
        return weights;
    }

    private void Buy(int user, MarketAuthor author, IReadOnlyList<Item> items, double[] taste, DateTime time, int item, HashSet<int> owned, Rng rng)
    {
        owned.Add(item);
        var own = utilities[item] - data.ItemAppeal[item] - taste[data.ItemCategory[item]];
        var rating = Math.Clamp((int)Math.Round(3.4 + 0.7 * (own - 0.7) + 0.8 * rng.NextGaussian()), 1, 5);
        if (rng.NextDouble() >= 0.85)
        {
            interactions.Add(new Interaction(user, item, InteractionKind.Purchase, 1, time, ""));
            return;
        }
        var text = MarketReviews.Write(author, MarketCategory.All[data.ItemCategory[item]], items[item], data.ItemQuality[item], taste, rating, rng);
        interactions.Add(new Interaction(user, item, InteractionKind.Review, rating, time, text));
    }

    private static double[] DayWeights()
    {
        var days = new double[365];
        for (var day = 0; day < days.Length; day++)
        {
            var date = MarketPlan.Start.AddDays(day);
            var season = 1 + 0.25 * Math.Cos(2 * Math.PI * (day - 345) / 365.0);
            days[day] = season * (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.4 : 1);
        }
        return days;
    }

    private static int Hour(Rng rng) => Math.Clamp((int)(19 + 4 * rng.NextGaussian()), 0, 22);
}
