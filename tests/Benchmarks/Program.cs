// Benchmarks and the .NET half of every comparison with a peer (peers/NAME/run):
//   dotnet run -c Release --project tests/Benchmarks -- NAME [arguments]
// A benchmark is a static method that takes its arguments and returns an exit code; it is listed here, nowhere else.

var benchmarks = new SortedDictionary<string, Func<string[], int>>(StringComparer.Ordinal)
{
    ["cards"] = Benchmarks.CardsBenchmark.Run,
    ["checkpoint-fuzz"] = Benchmarks.CheckpointFuzz.Run,
    ["clustering"] = Benchmarks.Clustering.ClusteringBenchmark.Run,
    ["clustering-growth"] = Benchmarks.Clustering.ClusteringGrowth.Run,
    ["embedding-cache-kill"] = Benchmarks.CacheKill.Run,
    ["embedded-encoder"] = Benchmarks.EmbeddedEncoderBenchmark.Run,
    ["dynamics-drift"] = Benchmarks.Dynamics.DynamicsDrift.Run,
    ["dynamics-events"] = Benchmarks.Dynamics.DynamicsEvents.Run,
    ["dynamics-kills"] = Benchmarks.Dynamics.DynamicsStream.Kills,
    ["dynamics-market"] = Benchmarks.Dynamics.DynamicsMarket.Run,
    ["dynamics-prequential"] = Benchmarks.Dynamics.DynamicsPrequential.Run,
    ["dynamics-shapes"] = Benchmarks.Dynamics.DynamicsShapes.Run,
    ["dynamics-stream"] = Benchmarks.Dynamics.DynamicsStream.Run,
    ["encoder"] = Benchmarks.EncoderBenchmark.Run,
    ["encoder-parity"] = Benchmarks.EncoderParity.Run,
    ["host"] = Benchmarks.Host.HostBenchmark.Run,
    ["host-fuzz"] = Benchmarks.Host.HostFuzz.Run,
    ["host-signals"] = Benchmarks.Host.HostSignals.Run,
    ["interests-bandits"] = Benchmarks.InterestsFeedback.Bandits,
    ["interests-descriptions"] = Benchmarks.InterestsDescriptions.Run,
    ["interests-domains"] = Benchmarks.InterestsDescriptions.Domains,
    ["interests-matching"] = Benchmarks.InterestsMatching.Run,
    ["interests-offpolicy"] = Benchmarks.InterestsFeedback.OffPolicies,
    ["interests-pairs"] = Benchmarks.InterestsMatching.Pairs,
    ["interests-recovery"] = Benchmarks.InterestsRecovery.Run,
    ["recommendation-segments"] = Benchmarks.Recommendation.SegmentsBenchmark.Run,
    ["recommendation-scale"] = Benchmarks.Recommendation.ScaleBenchmark.Run,
    ["recommendation"] = Benchmarks.Recommendation.RecommendationBenchmark.Run,
    ["training-clicks"] = Benchmarks.TrainingClicks.Run,
    ["training-kill"] = Benchmarks.TrainingKill.Run,
    ["training-step"] = Benchmarks.TrainingStep.Run,
    ["tokenizer-fuzz"] = Benchmarks.TokenizerFuzz.Run,
    ["tokenizers"] = Benchmarks.TokenizerBenchmark.Run,
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var benchmark)) return benchmark(args[1..]);

Console.Error.WriteLine(args.Length == 0 ? "Name a benchmark." : $"No benchmark is called '{args[0]}'.");
Console.Error.WriteLine($"Known: {string.Join(", ", benchmarks.Keys)}");
return 2;
