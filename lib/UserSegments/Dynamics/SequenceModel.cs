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
/// <see cref="NextInSequenceTask"/>. Histories are read in order of time, each item where it was taken first unless <see cref="SequenceModelOptions.Repeats"/> is set, cut into pieces of
/// <see cref="SequenceModelOptions.Length"/>. A score is <c>h · v_item + b_item</c>. The same seed gives the same bits on any number of threads.
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
    public SequenceScorer Train(Dataset train, CancellationToken cancellation = default) => Learn(null, train, options.Passes, cancellation);

    /// <summary>Goes on learning where an earlier model stopped, for <see cref="SequenceModelOptions.LaterPasses"/>: how a model is kept up from window to window.</summary>
    /// <param name="before">The earlier model, of the same items and shape; it stays as it was.</param>
    /// <param name="train">All that is known by now.</param>
    /// <param name="cancellation">Stops the work after a step.</param>
    /// <exception cref="ArgumentException">The earlier model has other items or another shape, or an interaction has no time.</exception>
    public SequenceScorer Continue(SequenceScorer before, Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Learn(before, train, options.LaterPasses, cancellation);
    }

    private SequenceScorer Learn(SequenceScorer? before, Dataset train, int passes, CancellationToken cancellation)
    {
        var histories = Histories(train, options.Repeats);
        var encoder = NewEncoder(train.Items.Count + 1);
        if (before is not null) Check.SameLength(before.Bias.Length, train.Items.Count, nameof(before), "the items");
        var last = train.Interactions.Count == 0 ? default : train.Interactions.Max(x => x.Time!.Value);
        var pieces = histories.SelectMany(own => own.Chunk(options.Length)).ToArray();
        var weights = options.HalfLifeDays is not { } days ? null
            : pieces.Select(piece => Array.ConvertAll(piece, x => Math.Pow(2, -(last - x.Time).TotalDays / days))).ToArray();
        var task = new NextInSequenceTask("sequence", [.. pieces.Select(piece => Array.ConvertAll(piece, x => x.Item))], encoder, weights, options.Competitors);
        if (before is not null)
        {
            Copy(before.Encoder, encoder);
            before.Bias.CopyTo(task.Head[0].Value.Row(0)[1..]);
        }
        if (pieces.Length > 0)
        {
            new Trainer(encoder, task, new TrainerOptions
            {
                Steps = passes * Blocks.Count(pieces.Length, options.BatchSize),
                BatchSize = options.BatchSize,
                LearningRate = options.LearningRate,
                Seed = options.Seed,
                Optimizer = new AdamWOptions { WeightDecay = 0, ClipNorm = 5 },
            }).Run(cancellation: cancellation);
        }
        return new SequenceScorer(Name, encoder, task.Bias.ToArray(), options.Length, histories, options.Repeats);
    }

    private TrainableEncoder NewEncoder(int vocabulary)
    {
        var encoder = new TrainableEncoder(
            new BertConfig
            {
                VocabularySize = vocabulary,
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
        return encoder;
    }

    private static void Copy(TrainableEncoder from, TrainableEncoder to)
    {
        foreach (var (source, target) in from.Parameters.Zip(to.Parameters))
        {
            Check.SameLength(source.Count, target.Count, "before", $"{target.Name} of this model");
            source.Value.Values.CopyTo(target.Value.Values, 0);
            target.Touch();
        }
    }

    internal static (int Item, DateTime Time)[][] Histories(Dataset dataset, bool repeats)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Interactions.Count > 0 && !dataset.HasTime)
            throw new ArgumentException($"{dataset.Name} has interactions without a time, expected a time for each.", nameof(dataset));
        var histories = new List<(int Item, DateTime Time)>[dataset.Users.Count];
        foreach (var x in dataset.Interactions) (histories[x.User] ??= []).Add((x.Item, x.Time!.Value));
        return Array.ConvertAll(histories, own => own is null ? [] : Ordered(own));

        (int, DateTime)[] Ordered(List<(int Item, DateTime Time)> own) => repeats ? [.. own.OrderBy(x => x.Time)] : [.. own.OrderBy(x => x.Time).DistinctBy(x => x.Item)];
    }
}
