// What is measured beside the owner's packages:
//   dotnet run -c Release --project tests/UserSegments.Interop.Tests -- NAME [arguments]
// A benchmark is a static method that takes its arguments and returns an exit code; it is listed here, nowhere else.

var benchmarks = new SortedDictionary<string, Func<string[], int>>(StringComparer.Ordinal)
{
    ["kmeans"] = UserSegments.Interop.Tests.Benchmarks.KMeansBenchmark.Run,
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var benchmark)) return benchmark(args[1..]);

Console.Error.WriteLine($"{(args.Length == 0 ? "Name a benchmark." : $"No benchmark is called '{args[0]}'.")} Known: {string.Join(", ", benchmarks.Keys)}");
return 2;
