using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Encoding;
using UserSegments.Text;
using UserSegments.Tokenization;
using UserSegments.Training;

namespace Benchmarks;

/// <summary>A known answer: clicks of a simulated market whose true probabilities are known; four ways of fine-tuning against the best possible AUC.</summary>
internal static class TrainingClicks
{
    /// <param name="args">USERS ITEMS INDIVIDUALITY STEPS [WIDTH]; 6000 150 0.1 400 64 unless given.</param>
    public static int Run(string[] args)
    {
        double At(int i, double otherwise) => args.Length > i ? double.Parse(args[i], CultureInfo.InvariantCulture) : otherwise;
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = (int)At(0, 6000), Items = (int)At(1, 150), Individuality = At(2, 0.1), OffTaste = 0, Drift = false });
        var (data, truth, steps, width) = (market.Dataset, market.Truth, (int)At(3, 400), (int)At(4, 64));
        // Texts are of the past of all lists, training lists of the past of the lists that are judged.
        var times = data.Impressions.Select(x => x.Time!.Value).Order().ToArray();
        var (first, second) = (times[(int)(0.3 * times.Length)], times[(int)(0.8 * times.Length)]);
        var past = data.With(data.Interactions.Where(x => x.Time < first));
        var userTexts = UserDocuments.Build(past, new UserDocumentOptions { MaximumTexts = 4 }).Select(d => string.Join(" . ", d.Texts.Reverse())).ToArray();
        var itemTexts = data.Items.Select(x => $"{x.Title} {string.Join(' ', x.Tags)} {x.Description} price {(int)Math.Log2(x.Price ?? 1)}").ToArray();
        var tokenizer = Tokenizer.FromWordPieces(WordPieceTrainer.Train(userTexts.Concat(itemTexts), 3000)).WithMaxTokens(64);
        int[][] Ids(IEnumerable<string> texts) => [.. texts.Select(t => tokenizer.Encode(t).Ids.ToArray())];
        var (users, items) = (Ids(userTexts), Ids(itemTexts));
        ShownItem[][] Lists(Func<Impression, bool> which) =>
            [.. data.Impressions.Where(which).Select(x => x.Items.Select((item, j) => new ShownItem(x.User, item, j, x.Clicked[j])).ToArray())];
        var train = Lists(x => x.Time >= first && x.Time < second);
        var judged = data.Impressions.Where(x => x.Time >= second).ToArray();
        ShownItem[] test = [.. Lists(x => x.Time >= second).SelectMany(x => x)];
        bool[] clicked = [.. test.Select(x => x.Yes)];
        var bayes = ClassificationMetrics.OfBinary(
            [.. judged.SelectMany(x => x.Items.Select((item, j) => truth.ClickProbability(x.User, item, j, truth.MonthOf(x.Time!.Value))))], clicked);
        Console.WriteLine($"{data.Users.Count} people, {data.Items.Count} items, {train.Length} lists to learn from, {judged.Length} later lists ({test.Length} items shown) to judge by, vocabulary {tokenizer.VocabularySize}");
        Console.WriteLine(FormattableString.Invariant($"truth (Bayes): AUC {bayes.Auc:0.0000}, loss {bayes.LogLoss:0.0000}"));
        // The common start: texts of one person attract each other, and masked words are guessed.
        var start = new TrainableEncoder(new BertConfig { VocabularySize = tokenizer.VocabularySize, HiddenSize = width, Layers = 2, Heads = 4, IntermediateSize = 4 * width, Positions = 96 }, 1);
        int[][] reviews = [.. past.Interactions.Where(x => x.Text.Length > 0).Take(20000).Select(x => tokenizer.Encode(x.Text).Ids.ToArray())];
        var adapted = new Trainer(
            start, new MaskedLanguageTask("language", reviews, start, tokenizer.TokenToId("[MASK]")!.Value),
            new TrainerOptions { Steps = steps / 2, BatchSize = 64, LearningRate = 2e-3, Schedule = Schedule.Cosine, Seed = 1 }).Run();
        Console.WriteLine(FormattableString.Invariant($"domain adaptation: {adapted.Points.Count} steps, loss {adapted.Points[0].Loss:0.00} to {adapted.FinalLoss:0.00}, {adapted.Seconds:0} s"));
        var rows = new List<(string Name, long Parameters, double Share, double Seconds, ClassificationMetrics Metrics)>();
        foreach (var what in new[] { FineTuning.HeadOnly, FineTuning.Lora(8, 16), FineTuning.Top(1), FineTuning.Full })
        {
            var encoder = start.Copy();
            encoder.Train(what, 5);
            var task = new MatchingTask("clicks", users, items, train, width, new MatchingOptions { Seed = 7 });
            var trainer = new Trainer(encoder, task, new TrainerOptions
            {
                Steps = steps, BatchSize = 96, LearningRate = 2e-3, Schedule = Schedule.Cosine, Seed = 2, Optimizer = new AdamWOptions { WeightDecay = 0.1 },
            });
            var result = trainer.Run();
            var metrics = ClassificationMetrics.OfBinary(task.Predict(encoder, test), clicked);
            rows.Add((what.Name, result.TrainedParameters, result.TrainedParameters / (double)result.AllParameters, result.Seconds, metrics));
            Console.WriteLine(FormattableString.Invariant($"{what.Name}: AUC {metrics.Auc:0.0000}, loss {metrics.LogLoss:0.0000}, {result.Seconds:0} s"));
        }
        rows.Add(("truth (Bayes)", 0, 0, 0, bayes));
        Console.WriteLine(Table.Of(
            rows, ("trained", r => r.Name), ("parameters", r => r.Parameters), ("share", r => r.Share), ("seconds", r => r.Seconds), ("AUC", r => r.Metrics.Auc), ("AUC below Bayes", r => bayes.Auc - r.Metrics.Auc),
            ("log loss", r => r.Metrics.LogLoss), ("calibration error", r => r.Metrics.CalibrationError)).Digits("AUC", 4));
        Console.WriteLine(FormattableString.Invariant($"training clicks-auc-below-bayes {bayes.Auc - rows.Take(4).Max(r => r.Metrics.Auc):0.0000}"));
        return 0;
    }
}
