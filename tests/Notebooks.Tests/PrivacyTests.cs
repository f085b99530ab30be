using System.Collections.Concurrent;
using System.Text;
using NotebookHost.Headless;
using NotebookHost.Notebooks;
using Spectre.Console;
using UserSegments.Data;
using UserSegments.Numerics;

namespace Notebooks.Tests;

/// <summary>What identifies a person stays out of everything that a run of the notebooks writes.</summary>
public sealed class PrivacyTests
{
    private const int Planted = 200;

    /// <summary>Identifiers, names, e-mail addresses, telephone and card numbers and rare phrases of 200 people, searched for in every byte below the output folder.</summary>
    [Fact]
    public void Notebooks_OnPeopleWithCanaries_WriteNoneOfThem()
    {
        var market = SimulatedMarket.Generate(new SimulatedMarketOptions { Users = 220, Items = 100, Seed = 9 }).Dataset;
        var rng = new Rng(2026);
        var (people, interactions, secrets) = (market.Users.ToArray(), market.Interactions.ToArray(), new List<string>());
        for (var i = 0; i < Planted; i++)
        {
            var (word, number) = ($"zq{Letters(rng, 6)}", rng.NextInt(900_000) + 100_000);
            var (text, found) = (i % 5) switch
            {
                0 => ($"write to {word}.{number}@example.org", new[] { $"{word}.{number}", word }),
                1 => ($"call +44 7{number / 1000} {number}", [$"7{number / 1000} {number}", $"{number}"]),
                2 => ($"my card is {Card(number)}", [Card(number), Card(number).Replace(" ", "", StringComparison.Ordinal)]),
                3 => ($"my name is {char.ToUpperInvariant(word[0])}{word[1..]} Quill{word}", [word]),
                _ => ($"my aunt's {word} hedgehog sings {word}{number}", [word]),
            };
            people[i] = people[i] with { Id = $"{word}-{number}", Attributes = new Dictionary<string, string> { ["name"] = $"Person {word}" } };
            for (var j = 0; j < interactions.Length; j++)
            {
                if (interactions[j].User == i) interactions[j] = interactions[j] with { Text = $"{interactions[j].Text} {text}. {text}!" };
            }
            secrets.AddRange(found);
        }
        var folder = Directory.CreateTempSubdirectory("canaries-").FullName;
        try
        {
            var (data, output) = (Path.Combine(folder, "shop"), Path.Combine(folder, "out"));
            Datasets.Save(new Dataset("shop", people, market.Items, interactions, market.Impressions), data);
            // Two at once: much of a notebook is the work of one thread. The long ones come late in the book and go first.
            var lessons = NotebookFinder.Find(Path.Combine(NotebookCatalog.Root, "notebooks"), ["0"]).Reverse().ToList();
            var terminals = new ConcurrentBag<string>();
            Parallel.ForEach(Partitioner.Create(lessons, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = 2 }, lesson =>
            {
                using var terminal = new StringWriter();
                var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(terminal) });
                var known = new Parameters(Notebook.Load(lesson)).Values;
                var code = new RunCommand(console).Run(new RunOptions
                {
                    Notebooks = lesson, Data = data, Out = Path.Combine(output, Path.GetFileNameWithoutExtension(lesson)),
                    // What takes long and writes nothing of a person: training, judging and feedback.
                    Set = [.. new[] { "people=105", "steps=5", "rounds=2000", "passes=1" }.Where(pair => known.ContainsKey(pair.Split('=')[0]))],
                });
                terminals.Add(terminal.ToString());
                Assert.True(code == 0, terminal.ToString());
            });
            var files = Directory.GetFiles(output, "*", SearchOption.AllDirectories);
            Assert.All(lessons, lesson => Assert.Contains(files, file => Path.GetFileName(file) == Path.GetFileNameWithoutExtension(lesson) + ".html"));
            foreach (var text in files.Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file))).Concat(terminals))
            {
                foreach (var secret in secrets)
                {
                    var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
                    Assert.True(at < 0, at < 0 ? "" : $"'{secret}' in … {text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 50)]} …");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Letters(Rng rng, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('a' + rng.NextInt(26))));

    /// <summary>A number of 16 digits whose last is the check digit of Luhn.</summary>
    private static string Card(int number)
    {
        var digits = $"4539{number:000000}{number % 99999:00000}";
        var sum = digits.Reverse().Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 2 : 1)).Sum(value => value > 9 ? value - 9 : value);
        digits += (char)('0' + (10 - sum % 10) % 10);
        return string.Join(' ', digits.Chunk(4).Select(chunk => new string(chunk)));
    }
}
