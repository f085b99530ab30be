namespace Benchmarks.Recommendation;

/// <summary>Recommenders and their evaluation: quality on MovieLens 100k, where segments help, and what scale costs.</summary>
internal static class RecommendationBenchmark
{
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["movielens", var folder, .. var rest]: return MovieLensBenchmark.Run(folder, rest);
            default:
                Console.Error.WriteLine("Usage: recommendation movielens FOLDER [SEEDS [FIRST [METHODS WHOSE NAME CONTAINS]]]");
                return 2;
        }
    }
}
