using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Encoding;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace Benchmarks;

/// <summary>A known answer: clicks of a simulated market whose true probabilities are known; four ways of fine-tuning against the best possible AUC.</summary>
internal static class TrainingClicks
{
    /// <param name="args">USERS ITEMS INDIVIDUALITY STEPS FINE; 15000 150 0.1 4000 60 unless given: steps of the head alone, then of each strategy from there on.</param>
    public static int Run(string[] args)
    {
        double At(int i, double otherwise) => args.Length > i ? double.Parse(args[i], CultureInfo.InvariantCulture) : otherwise;
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = (int)At(0, 15000), Items = (int)At(1, 150), Individuality = At(2, 0.1), OffTaste = 0, Drift = false });
        var (data, truth, steps, fine) = (market.Dataset, market.Truth, (int)At(3, 4000), (int)At(4, 60));
        // What is known of a person at a list is all from before it; training lists are of the past of those that are judged.
        var times = data.Impressions.Select(x => x.Time!.Value).Order().ToArray();
        var (begin, second) = (times[(int)(0.1 * times.Length)], times[(int)(0.8 * times.Length)]);
        var people = ClickHistories.Of(data);
        var itemTexts = data.Items.Select(x => $"{x.Title} {string.Join(' ', x.Tags)} {x.Description} price {(int)Math.Log2(x.Price ?? 1)}").ToArray();
        var tokenizer = Tokenizer.Load(EmbeddedEncoder.Folder).WithMaxTokens(64);
        int[][] Ids(IEnumerable<string> texts) => [.. texts.Select(t => tokenizer.Encode(t).Ids.ToArray())];
        var (texts, items) = (Ids(data.Interactions.Select(x => x.Text)), Ids(itemTexts));
        ShownItem[][] Lists(Func<Impression, bool> which) =>
            [.. data.Impressions.Index().Where(x => which(x.Item)).Select(x => x.Item.Items.Select((item, j) => new ShownItem(x.Index, item, j, x.Item.Clicked[j])).ToArray())];
        var train = Lists(x => x.Time >= begin && x.Time < second);
        var judged = data.Impressions.Where(x => x.Time >= second).ToArray();
        ShownItem[] test = [.. Lists(x => x.Time >= second).SelectMany(x => x)];
        bool[] clicked = [.. test.Select(x => x.Yes)];
        var bayes = ClassificationMetrics.OfBinary(
            [.. judged.SelectMany(x => x.Items.Select((item, j) => truth.ClickProbability(x.User, item, j, truth.MonthOf(x.Time!.Value))))], clicked);
        Console.WriteLine($"{data.Users.Count} people, {data.Items.Count} items, {train.Length} lists to learn from, {judged.Length} later lists ({test.Length} items shown) to judge by");
        Console.WriteLine(FormattableString.Invariant($"truth (Bayes): AUC {bayes.Auc:0.0000}, loss {bayes.LogLoss:0.0000}"));
        if (At(2, 0.1) <= 0.2)
        {
            // With little of their own, people are known by few draws; with more a sample of the prior would have to be far larger.
            var oracle = new ClickOracle(truth, At(2, 0.1), 32, 1).Predict(data, x => x.Time >= second);
            var best = ClassificationMetrics.OfBinary([.. oracle.SelectMany(x => x)], clicked);
            Console.WriteLine(FormattableString.Invariant($"who knows the model and the items, but people by what they did before: AUC {best.Auc:0.0000}, loss {best.LogLoss:0.0000}"));
        }
        // First the head alone, which is cheap because vectors are kept; then everything else goes on from that head (Kumar et al., 2022).
        var start = TrainableEncoder.Load(EmbeddedEncoder.Folder);
        var width = start.Config.HiddenSize;
        MatchingTask Task() => new("clicks", texts, items, people, train, width, new MatchingOptions { Seed = 7 });
        var rows = new List<(string Name, long Parameters, double Share, double Seconds, ClassificationMetrics Metrics)>();
        var first = Task();
        Learn(start, first, FineTuning.HeadOnly, steps, 3e-3);
        foreach (var what in new[] { FineTuning.Lora(8, 16), FineTuning.Top(1), FineTuning.Full })
        {
            var task = Task();
            foreach (var (from, to) in first.Head.Zip(task.Head)) from.Value.Values.CopyTo(to.Value.Values, 0);
            Learn(start.Copy(), task, what, fine, 3e-4);
        }
        void Learn(TrainableEncoder encoder, MatchingTask task, FineTuning what, int count, double rate)
        {
            encoder.Train(what, 5);
            var options = new TrainerOptions { Steps = count, BatchSize = 96, LearningRate = rate, Schedule = Schedule.Cosine, Seed = 2, Optimizer = new AdamWOptions { WeightDecay = 0.3 } };
            var result = new Trainer(encoder, task, options).Run();
            var metrics = ClassificationMetrics.OfBinary(task.Predict(encoder, test), clicked);
            rows.Add((what.Name, result.TrainedParameters, result.TrainedParameters / (double)result.AllParameters, result.Seconds, metrics));
            Console.WriteLine(FormattableString.Invariant($"{what.Name}: AUC {metrics.Auc:0.0000}, loss {metrics.LogLoss:0.0000}, {result.Points.Count} steps, {result.Seconds:0} s"));
        }
        rows.Add(("truth (Bayes)", 0, 0, 0, bayes));
        Console.WriteLine(Table.Of(
            rows, ("trained", r => r.Name), ("parameters", r => r.Parameters), ("share", r => r.Share), ("seconds", r => r.Seconds), ("AUC", r => r.Metrics.Auc), ("AUC below Bayes", r => bayes.Auc - r.Metrics.Auc),
            ("log loss", r => r.Metrics.LogLoss), ("calibration error", r => r.Metrics.CalibrationError)).Digits("AUC", 4));
        Console.WriteLine(FormattableString.Invariant($"training clicks-auc-below-bayes {bayes.Auc - rows.Take(4).Max(r => r.Metrics.Auc):0.0000}"));
        return 0;
    }
}
