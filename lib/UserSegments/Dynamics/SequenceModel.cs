using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Recommendation;
using UserSegments.Training;

namespace UserSegments.Dynamics;

/// <summary>SASRec, self-attentive sequential recommendation (Kang and McAuley, 2018): a small causal model reads what a person took, and its last state foretells the next item.</summary>
/// <param name="options">Shape and training.</param>
/// <remarks>
/// The blocks are the encoder's own: the norm stands after each part and the inner function is GELU, where the paper has it before and ReLU; the loss is that of
/// <see cref="NextInSequenceTask"/>. Histories are read in order of time, every interaction of them, cut into pieces of <see cref="SequenceModelOptions.Length"/>. A score is
/// <c>h · v_item + b_item</c>. The same seed gives the same bits on any number of threads.
/// </remarks>
public sealed class SequenceModel(SequenceModelOptions? options = null) : IRecommender
{
    private readonly SequenceModelOptions options = options ?? new SequenceModelOptions();

    /// <inheritdoc/>
    public string Name => "sequence model";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An interaction has no time.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default) => Train(train, cancellation);

    /// <summary>Learns from the training part; the result also gives user vectors.</summary>
    /// <param name="train">Users, items and what the users did, each with a time.</param>
    /// <param name="cancellation">Stops the work after a step.</param>
    public SequenceScorer Train(Dataset train, CancellationToken cancellation = default)
    {
        var histories = Histories(train);
        var encoder = new TrainableEncoder(
            new BertConfig
            {
                VocabularySize = train.Items.Count + 1,
                HiddenSize = options.Width,
                Layers = options.Layers,
                Heads = options.Heads,
                IntermediateSize = 2 * options.Width,
                Positions = options.Length,
                Types = 1,
                LayerNormEpsilon = 1e-6,
            },
            options.Seed,
            causal: true) { DropoutRate = options.Dropout };
        encoder.Train(FineTuning.Full);
        var last = train.Interactions.Count == 0 ? default : train.Interactions.Max(x => x.Time!.Value);
        var pieces = histories.SelectMany(own => own.Chunk(options.Length)).ToArray();
        var weights = options.HalfLifeDays is not { } days ? null
            : pieces.Select(piece => Array.ConvertAll(piece, x => Math.Pow(2, -(last - x.Time).TotalDays / days))).ToArray();
        var task = new NextInSequenceTask("sequence", [.. pieces.Select(piece => Array.ConvertAll(piece, x => x.Item))], encoder, weights);
        if (pieces.Length > 0)
        {
            new Trainer(encoder, task, new TrainerOptions
            {
                Steps = options.Passes * Blocks.Count(pieces.Length, options.BatchSize),
                BatchSize = options.BatchSize,
                LearningRate = options.LearningRate,
                Seed = options.Seed,
                Optimizer = new AdamWOptions { WeightDecay = 0, ClipNorm = 5 },
            }).Run(cancellation: cancellation);
        }
        return new SequenceScorer(Name, encoder, task.Bias.ToArray(), options.Length, histories);
    }

    internal static (int Item, DateTime Time)[][] Histories(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Interactions.Count > 0 && !dataset.HasTime)
            throw new ArgumentException($"{dataset.Name} has interactions without a time, expected a time for each.", nameof(dataset));
        var histories = new List<(int Item, DateTime Time)>[dataset.Users.Count];
        foreach (var x in dataset.Interactions) (histories[x.User] ??= []).Add((x.Item, x.Time!.Value));
        return Array.ConvertAll(histories, own => own is null ? [] : own.OrderBy(x => x.Time).ToArray());
    }
}
