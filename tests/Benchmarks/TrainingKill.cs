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
    private const int Steps = 600;

    /// <param name="args">KILLS SEED; 20 and 1 unless given. The child: "child" FOLDER.</param>
    public static int Run(string[] args)
    {
        if (args is ["child", var own]) return Child(own);
        var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        var random = new Rng(args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 1);
        var root = Directory.CreateTempSubdirectory("training-kill-").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            var undisturbed = Finish(Path.Combine(root, "undisturbed"));
            var whole = clock.Elapsed.TotalSeconds;
            var folder = Path.Combine(root, "killed");
            for (var killed = 1; killed <= kills; killed++)
            {
                using var child = Start(folder);
                // Any moment of a life: while the runtime starts, in a step, while the checkpoint is written.
                if (child.WaitForExit(TimeSpan.FromSeconds(0.4 + (1.6 * random.NextDouble() * whole / kills))))
                {
                    Console.Error.WriteLine($"The run ended before kill {killed} of {kills}: more steps are needed.");
                    return 1;
                }
                child.Kill();
                child.WaitForExit();
                Console.WriteLine(FormattableString.Invariant($"kill {killed}: {Logged(folder)} steps logged"));
            }
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
        var trainer = new Trainer(encoder, [(language, 1), (topics, 0.5)], new TrainerOptions { Steps = Steps, BatchSize = 16, LearningRate = 1e-3, Seed = 9, Folder = folder, CheckpointEvery = 7 });
        trainer.Run();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in encoder.Parameters.Concat(language.Head)) hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(parameter.Value.Values));
        Console.WriteLine(Convert.ToHexStringLower(hash.GetHashAndReset()));
        return 0;
    }
}
