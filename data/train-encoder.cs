#:project ../lib/UserSegments/UserSegments.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Makes the embedded encoder anew (its card, data/models/mini-en-zh/README.md, says what goes in and what came out):
//   dotnet run data/train-encoder.cs -- CORPUS TEACHER RUN [STEPS] [OUT]
// CORPUS  folder with enwiki.txt, zhwiki.txt (WikiExtractor's form) and cmn.txt (Tatoeba: English, Chinese, attribution, by tabs), unpacked
// TEACHER folder of static English token vectors in Model2Vec's form
// RUN     folder of checkpoint and log: the same command goes on with a run that was stopped
using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Text;
using UserSegments.Tokenization;
using UserSegments.Training;

const ulong Seed = 5;
const int VocabularySize = 14_000, Width = 192, MaxTokens = 40, HeldBack = 5;
if (args.Length < 3)
{
    Console.Error.WriteLine("Expected: CORPUS TEACHER RUN [STEPS] [OUT].");
    return 2;
}
var (corpus, run, steps) = (args[0], args[2], args.Length > 3 ? int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture) : 1000);
var target = args.Length > 4 ? args[4] : Path.Combine(Directory.GetCurrentDirectory(), "data", "models", EmbeddedEncoder.Name);
var teacher = StaticEncoder.Load(args[1]);
var random = new Rng(Seed);

// Texts. Of the market: people who are not held back, before the last fifth of its rows.
var english = Articles(Path.Combine(corpus, "enwiki.txt"), 160, 100);
var chinese = Articles(Path.Combine(corpus, "zhwiki.txt"), 40, 12);
var translations = File.ReadLines(Path.Combine(corpus, "cmn.txt")).Select(line => line.Split('\t')).Select(x => (English: x[0], Chinese: x[1])).ToArray();
var market = Splits.ByTime(Datasets.Open(Datasets.Embedded), 0.2).Train;
var items = ItemTexts.Of(market);
// People 0, 5, 10, … are kept for the scores, 1, 6, 11, … for the choice of the recipe.
var histories = market.ByUser().Where((_, user) => user % HeldBack > 1).Select(own => own.Where(x => x.Text.Length > 0).ToArray()).Where(own => own.Length > 1).ToArray();
var reviews = histories.SelectMany(own => own).Select(x => x.Text).ToArray();
Say($"{english.Length} English and {chinese.Length} Chinese articles, {translations.Length} translations, {reviews.Length} reviews of {histories.Length} people");

// Vocabulary.
string[] sample = [.. english.SelectMany(a => a), .. chinese.SelectMany(a => a), .. translations.SelectMany(t => new[] { t.English, t.Chinese }), .. Repeat(items, 20), .. Repeat(reviews, 2)];
Directory.CreateDirectory(target);
var words = Path.Combine(run, "vocab.txt");
Directory.CreateDirectory(run);
if (!File.Exists(words))
{
    var learned = WordPieceTrainer.Train(sample, VocabularySize, minimumCount: 20);
    File.WriteAllText(words + ".tmp", string.Join('\n', learned) + "\n");
    File.Move(words + ".tmp", words);
}
var vocabulary = File.ReadAllLines(words);
var tokenizer = Tokenizer.FromWordPieces(vocabulary).WithMaxTokens(MaxTokens);
Say($"vocabulary of {vocabulary.Length}, {vocabulary.Count(IsHan)} of them Chinese");

// The teacher's vector of each token; of a Chinese one what the English sides of its sentences have in common.
var encoder = new TrainableEncoder(new BertConfig { VocabularySize = vocabulary.Length, HiddenSize = Width, Layers = 2, Heads = 4, IntermediateSize = 2 * Width, Positions = 128 }, Seed) { DropoutRate = 0.05 };
WarmStart.FromTokenVectors(encoder, TokenVectors(), Seed);

// Tasks.
string[] taught = [.. english.SelectMany(a => a.Take(20)), .. english.Select(a => a[0]), .. translations.Select(t => t.English), .. Repeat(items, 5), .. reviews.Where(text => !text.Any(c => c > 0x2FFF))];
var texts = new TextTaskOptions { TokenDropout = 0.1, Temperature = 0.1 };
(ITrainingTask, double)[] tasks =
[
    (new DistillationTask("teacher", Ids(taught), Wide(teacher.Encode(taught)), Width, options: texts with { TokenDropout = 0 }), 1),
    (new DistillationTask("translations", Ids([.. translations.Select(t => t.Chinese)]), Wide(teacher.Encode([.. translations.Select(t => t.English)])), Width, options: texts with { TokenDropout = 0 }), 1),
    (Passages("english", english), 0.15),
    (Passages("chinese", chinese), 0.3),
    (Pairs("people", (own, i, j) => (own[i].Text, own[j].Text)), 0.3),
    (Pairs("next", (own, i, j) => (own[i].Text, items[own[j].Item])), 0.3),
];
Learn("words", tasks, steps, 1.5e-3);

// Then whole people: what counts in the market and what goes together there, as latent semantic analysis of the same people sees it.
tokenizer = tokenizer.WithMaxTokens(64);
var learners = market.With(histories.SelectMany(own => own), []);
var analysis = TextSpace.Fit(learners, new TextSpaceOptions { Dimensions = 48, Seed = Seed });
string[] sketches = [.. histories.SelectMany(own => own.Select((_, i) => Joined(own, i))), .. reviews, .. Repeat(items, 5)];
(ITrainingTask, double)[] whole =
[
    (tasks[0].Item1, 0.5), (tasks[1].Item1, 0.5), (tasks[3].Item1, 0.15),
    (new DistillationTask("people", Ids(sketches), analysis.Encode(sketches), Width, vectorWeight: 0, options: texts), 15),
    (Pairs("basket", (own, i, j) => (Joined([.. own.Where((_, at) => at != j)], i), items[own[j].Item])), 0.3),
];
Learn("people", whole, steps * 3 / 10, 1e-3);

encoder.Save(target, half: true);
File.WriteAllText(Path.Combine(target, "vocab.txt"), string.Join('\n', vocabulary) + "\n");
File.WriteAllText(Path.Combine(target, "tokenizer_config.json"), "{ \"do_lower_case\": true, \"model_max_length\": 128, \"tokenizer_class\": \"BertTokenizer\" }\n");
File.WriteAllText(Path.Combine(target, "sentence_bert_config.json"), "{ \"max_seq_length\": 128, \"do_lower_case\": true }\n");
Say($"{target}: {vocabulary.Length} tokens, {encoder.Parameters.Sum(p => (long)p.Count)} parameters");
return 0;

// Every article's title and its paragraphs, cut to a length; articles without a paragraph are left out.
static string[][] Articles(string path, int length, int most)
{
    var (articles, current) = (new List<string[]>(), new List<string>());
    foreach (var line in File.ReadLines(path))
    {
        if (line.StartsWith("<doc ", StringComparison.Ordinal)) current = [];
        else if (line == "</doc>" && current.Count > 1) articles.Add([.. current]);
        else if (current.Count == 0 ? line.Length > 0 : line.Length > length / 2 && current.Count <= most) current.Add(line.Length <= length ? line : line[..length]);
    }
    return [.. articles];
}

void Learn(string name, (ITrainingTask Task, double Weight)[] what, int count, double rate)
{
    var options = new TrainerOptions { Steps = count, BatchSize = 48, LearningRate = rate, Schedule = Schedule.Cosine, Seed = Seed, Folder = Path.Combine(run, name), CheckpointEvery = 50 };
    var trainer = new Trainer(encoder, what, options);
    Say($"{name}: {trainer.TrainedParameters} parameters are trained in {count} steps; losses {Losses(what)}");
    var result = trainer.Run(progress: new Report());
    Say($"{name}: {result.Seconds:0} s; losses {Losses(what)}");
}

string Losses((ITrainingTask Task, double)[] what) => string.Join(", ", what.Select(t => FormattableString.Invariant(
    $"{t.Task.Name} {t.Task.Step(encoder, Enumerable.Range(0, 48).Select(i => i * (t.Task.Count / 48)).ToArray(), 0, 0):0.000}")));

// Three texts of a person in a row, fewer where there are no more.
static string Joined(Interaction[] own, int from) => string.Join(" ", Enumerable.Range(0, Math.Min(3, own.Length)).Select(i => own[(from + i) % own.Length].Text));

int[][] Ids(IReadOnlyList<string> all) => [.. all.Select(text => tokenizer.Encode(text).Ids.ToArray())];

// Two passages of one article, or its title and a passage, belong together.
ContrastiveTask Passages(string name, string[][] articles)
{
    var (flat, pairs, groups) = (new List<string>(), new List<(int, int)>(), new List<int>());
    for (var about = 0; about < articles.Length; about++)
    {
        var article = articles[about];
        for (var i = 1; i < Math.Min(article.Length, 16); i++)
        {
            pairs.Add((flat.Count + random.NextInt(i), flat.Count + i));
            groups.Add(about);
        }
        flat.AddRange(article);
    }
    var brief = tokenizer.WithMaxTokens(24);
    return new ContrastiveTask(name, [.. flat.Select(text => brief.Encode(text).Ids.ToArray())], pairs, groups, texts);
}

// One review of a person and something else of the same person.
ContrastiveTask Pairs(string name, Func<Interaction[], int, int, (string, string)> make)
{
    var (flat, pairs, groups) = (new List<string>(), new List<(int, int)>(), new List<int>());
    for (var user = 0; user < histories.Length; user++)
    {
        var own = histories[user];
        for (var i = 0; i < own.Length; i++)
        {
            var (left, right) = make(own, i, (i + 1 + random.NextInt(own.Length - 1)) % own.Length);
            pairs.Add((flat.Count, flat.Count + 1));
            groups.Add(user);
            flat.AddRange([left, right]);
        }
    }
    return new ContrastiveTask(name, Ids(flat), pairs, groups, texts);
}

// What the teacher adds up for a token; for a Chinese one, what the English sides of its sentences have in common, lighter where it is frequent.
Matrix TokenVectors()
{
    using var file = Checkpoint.Open(args[1]);
    var rows = file.ReadMatrix(file.Tensors.ContainsKey("embeddings") ? "embeddings" : "embedding.weight");
    var unknown = teacher.Tokenizer.TokenToId("[UNK]");
    var (vectors, lengths) = (new Matrix(vocabulary.Length, rows.Columns), 0.0);
    for (var id = 5; id < vocabulary.Length; id++)
    {
        if (IsHan(vocabulary[id])) continue;
        foreach (var piece in teacher.Tokenizer.Encode(vocabulary[id].TrimStart('#'), addSpecialTokens: false).Ids)
            if (piece != unknown) Add(rows.Row(piece), 1, vectors.Row(id));
        lengths += Norm(vectors.Row(id)) / vocabulary.Length;
    }
    var sides = teacher.Encode([.. translations.Select(t => t.English)]);
    var mean = sides.ColumnMeans();
    var (sums, counts) = (new Matrix(vocabulary.Length, rows.Columns), new int[vocabulary.Length]);
    for (var s = 0; s < translations.Length; s++)
    {
        foreach (var id in tokenizer.Encode(translations[s].Chinese).Ids.Distinct())
        {
            Add(sides.Row(s), 1, sums.Row(id));
            Add(mean, -1, sums.Row(id));
            counts[id]++;
        }
    }
    for (var id = 5; id < vocabulary.Length; id++)
    {
        // The mean over few sentences is mostly chance, so it is drawn to 0.
        if (IsHan(vocabulary[id])) Add(sums.Row(id), (float)(2 * lengths / (counts[id] + 10)), vectors.Row(id));
    }
    return vectors;
}

static void Add(ReadOnlySpan<float> from, float times, Span<float> to) => TensorPrimitives.MultiplyAdd(from, times, to, to);

static float Norm(ReadOnlySpan<float> vector) => TensorPrimitives.Norm(vector);

// The teacher's vectors with zeros behind them: the warm start has them in the same places.
static Matrix Wide(Matrix narrow)
{
    var wide = new Matrix(narrow.Rows, Width);
    for (var i = 0; i < narrow.Rows; i++) narrow.Row(i).CopyTo(wide.Row(i));
    return wide;
}

static bool IsHan(string token) => token[^1] is >= '\u3400' and <= '\u9fff';

static IEnumerable<string> Repeat(IReadOnlyList<string> all, int times) => Enumerable.Range(0, times).SelectMany(_ => all);

static void Say(FormattableString text) => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {FormattableString.Invariant(text)}");

internal sealed class Report : IProgress<TrainingPoint>
{
    void IProgress<TrainingPoint>.Report(TrainingPoint value)
    {
        if (value.Step % 10 == 0 || value.Step == 1) Console.WriteLine(value);
    }
}
