using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>One description of an evaluation, as a record and as JSON: the same description and data give the same report.</summary>
/// <remarks>The report stamps the hash of the data, the seed and the versions. The first method is the baseline.</remarks>
/// <example><code>Experiment.FromJson(json).Run(Datasets.Open("embedded"))</code></example>
public sealed record Experiment
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What is asked, in a few words; stands above the table.</summary>
    public required string Name { get; init; }

    /// <summary>How the data are cut; in time unless stated.</summary>
    public ExperimentSplit Split { get; init; }

    /// <summary>Share of the test part; 0.25 unless stated. Not used where the last interaction is left out.</summary>
    public double TestShare { get; init; } = 0.25;

    /// <summary>Users and items with fewer interactions are left out, again and again until none is left; 1: none is left out.</summary>
    public int Core { get; init; } = 1;

    /// <summary>Depths, and what counts as relevant.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>Recommenders, the baseline first.</summary>
    public required IReadOnlyList<ExperimentMethod> Methods { get; init; }

    /// <summary>How far a segment's own model is trusted, for methods that are also fitted per segment.</summary>
    public PerSegmentOptions Segments { get; init; } = new();

    /// <summary>The metric that decides.</summary>
    public string Metric { get; init; } = "NDCG@10";

    /// <summary>Seed of the split, the intervals and the tests.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Reads a description.</summary>
    /// <param name="json">What <see cref="ToJson"/> writes; members it does not know are an error.</param>
    /// <exception cref="InvalidDataException">It is no such JSON; the line is named.</exception>
    public static Experiment FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Experiment>(json, Json) ?? throw new InvalidDataException("The experiment is null, expected an object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Experiment, line {exception.LineNumber + 1}: {exception.Message}", exception);
        }
    }

    /// <summary>The description as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Cuts, fits, judges and compares.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="labelsOf">Segment of each user (-1: none) from the training part alone; needed by methods that are also fitted per segment.</param>
    /// <param name="cancellation">Stops between methods and inside them.</param>
    /// <exception cref="ArgumentException">No methods, segments are asked for and not given, or the data cannot be cut so.</exception>
    public RankingReport Run(Dataset dataset, Func<Dataset, IReadOnlyList<int>>? labelsOf = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (Methods.Count == 0) throw new ArgumentException("Methods is empty, expected at least one.", nameof(dataset));
        if (labelsOf is null && Methods.Any(method => method.PerSegment))
            throw new ArgumentException("A method is to be fitted per segment; expected labelsOf, the segments of the training part.", nameof(labelsOf));
        var data = Check.AtLeast(Core, 1) == 1 ? dataset : dataset.KCore(Core, Core);
        var split = Split switch
        {
            ExperimentSplit.Time => Splits.ByTime(data, TestShare),
            ExperimentSplit.TimePerUser => Splits.ByTimePerUser(data, TestShare),
            ExperimentSplit.LastOut => Splits.LeaveLastOut(data),
            _ => Splits.RandomPerUser(data, TestShare, Seed),
        };
        var set = EvaluationSet.Of(split, Evaluation);
        var labels = labelsOf?.Invoke(split.Train);
        var results = new List<RankingResult>();
        foreach (var method in Methods)
        {
            var recipe = method.Recipe();
            results.Add(Judge(recipe, method.Name ?? recipe.Name));
            if (method.PerSegment) results.Add(Judge(new PerSegment(recipe, labels!, Segments), $"{method.Name ?? recipe.Name} per segment"));
        }
        return RankingReport.Of(results, new RankingReportOptions
        {
            Metric = Metric,
            Seed = Seed,
            Caption = $"{Name}: {data.Name}, {split.Description}",
            Stamp = new Dictionary<string, string>
            {
                ["data"] = $"sha256:{data.ContentHash()}",
                ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
                ["library"] = typeof(Experiment).Assembly.GetName().Version?.ToString(3) ?? "unknown",
                ["runtime"] = RuntimeInformation.FrameworkDescription,
            },
        });

        RankingResult Judge(IRecommender recipe, string name) => Evaluator.Evaluate(recipe.Fit(split.Train, cancellation), set, cancellation).Called(name);
    }
}
