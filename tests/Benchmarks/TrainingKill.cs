using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Training;

namespace Benchmarks;

/// <summary>A training process is killed at random moments and started again; in the end its weights are those of a run that nobody disturbed, bit for bit.</summary>
internal static class TrainingKill
{
    private const int Steps = 600, CheckpointEvery = 7;

    /// <param name="args">KILLS SEED; 20 and 1 unless given. The child: "child" FOLDER.</param>
    public static int Run(string[] args)
    {
        if (args is ["child", var own]) return Child(own);
        var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        var random = new Rng(args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 1);
        var root = Directory.CreateTempSubdirectory("training-kill-").FullName;
        try
        {
            var undisturbed = Finish(Path.Combine(root, "undisturbed"));
            var folder = Path.Combine(root, "killed");
            var unfinished = 0;
            for (var killed = 0; killed < kills; killed++)
            {
                // One kill in every part of the run, at a random step of it; every other one while a checkpoint is being written.
                var after = (int)((killed + (0.9 * random.NextDouble())) * Steps / kills);
                var before = Unfinished(folder);
                using var child = Start(folder);
                var writing = Await(child, folder, after, killed % 2 == 1 ? before : null);
                if (child.HasExited)
                {
                    Console.Error.WriteLine($"The run ended before kill {killed + 1} of {kills}: more steps are needed.");
                    return 1;
                }
                child.Kill();
                child.WaitForExit();
                var torn = Unfinished(folder).Except(before).Any();
                if (torn) unfinished++;
                Console.WriteLine(FormattableString.Invariant(
                    $"kill {killed + 1}: after step {Logged(folder)} of {Steps}{(writing ? ", a checkpoint was being written" : "")}{(torn ? " and stayed unfinished" : "")}"));
            }
            Console.WriteLine($"{unfinished} of {kills} kills left an unfinished checkpoint beside the last whole one");
            var resumed = Finish(folder);
            var same = undisturbed == resumed;
            Console.WriteLine($"undisturbed {undisturbed[..16]}, after {kills} kills {resumed[..16]}: {(same ? "the same bits" : "OTHER BITS")}");
            return same ? 0 : 1;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Waits until a step is logged, and then, where other unfinished files are given, until there is a new one; says whether there was.</summary>
    private static bool Await(Process child, string folder, int after, string[]? others)
    {
        while (!child.HasExited && Logged(folder) < after) Thread.Sleep(1);
        while (!child.HasExited && others is not null)
        {
            if (Unfinished(folder).Except(others).Any()) return true;
        }
        return false;
    }

    private static string[] Unfinished(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "training.safetensors?*") : [];

    private static int Logged(string folder) => File.Exists(Path.Combine(folder, "log.jsonl")) ? File.ReadLines(Path.Combine(folder, "log.jsonl")).Count() : 0;

    private static Process Start(string folder) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["training-kill", "child", folder]) { RedirectStandardOutput = true })!;

    private static string Finish(string folder)
    {
        using var child = Start(folder);
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"The child ended with {child.ExitCode}.");
    }

    private static int Child(string folder)
    {
        var random = new Rng(3);
        var encoder = new TrainableEncoder(new BertConfig { VocabularySize = 500, HiddenSize = 64, Layers = 2, Heads = 4, IntermediateSize = 128, Positions = 40 }, 1);
        int[][] texts = [.. Enumerable.Range(0, 400).Select(i => (int[])[2, .. Enumerable.Range(0, 20).Select(_ => 5 + (random.NextDouble() < 0.5 ? i % 8 * 60 + random.NextInt(60) : random.NextInt(495))), 3])];
        var language = new MaskedLanguageTask("language", texts, encoder, 4);
        var topics = new SupervisedContrastiveTask("topics", texts, [.. Enumerable.Range(0, 400).Select(i => i % 8)]);
        var trainer = new Trainer(encoder, [(language, 1), (topics, 0.5)], new TrainerOptions { Steps = Steps, BatchSize = 16, LearningRate = 1e-3, Seed = 9, Folder = folder, CheckpointEvery = CheckpointEvery });
        trainer.Run();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in encoder.Parameters.Concat(language.Head)) hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(parameter.Value.Values));
        Console.WriteLine(Convert.ToHexStringLower(hash.GetHashAndReset()));
        return 0;
    }
}
