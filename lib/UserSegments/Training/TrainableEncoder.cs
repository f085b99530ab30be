using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Tokenization;

namespace UserSegments.Training;

/// <summary>A BERT encoder that learns, or with causal attention a model of sequences: forward and backward are explicit functions over packed sequences, in the manner of llm.c.</summary>
/// <remarks>
/// A step costs about 6 operations per token and weight; memory is 12 x width + inner values per token and layer that learns (and
/// two layers' worth where nothing below learns), besides weights and gradients. Same seed and batches, same bits on any number of threads.
/// Not thread-safe: one training at a time.
/// </remarks>
public sealed unsafe partial class TrainableEncoder
{
    private readonly EncoderBlock[] blocks;
    private readonly LayerNormLayer norm;
    private readonly BlockState[] states, idle = [new(), new()];
    private readonly BlockState[] used;
    private readonly BlockWorkspace room = new();
    private readonly PinnedBuffer normal = new(), rstd = new(), embedded = new(), gradientA = new(), gradientB = new();
    private TokenBatch? batch;
    private int[] positions = [];
    private Dropout dropout;

    /// <summary>Makes a new encoder with random weights, as BERT begins.</summary>
    /// <param name="config">Its shape: the BERT family with GELU.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="causal">Whether a token sees only itself and those before it: a model of what comes next.</param>
    /// <exception cref="ArgumentException">The family or the activation is another, or the heads do not divide the width.</exception>
    public TrainableEncoder(BertConfig config, ulong seed, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.ModelType == "distilbert" || config.Activation != BertActivation.Gelu || config.Types < 1)
            throw new ArgumentException($"config is of family '{config.ModelType}' with {config.Activation} and {config.Types} types, expected a family with BERT's layers, Gelu and at least 1.", nameof(config));
        if (config.HiddenSize % config.Heads != 0)
            throw new ArgumentException($"config has width {config.HiddenSize}, expected a multiple of its {config.Heads} heads.", nameof(config));
        (Config, Causal) = (config, causal);
        Words = new Parameter("embeddings.word_embeddings.weight", config.VocabularySize, config.HiddenSize, decays: true);
        Places = new Parameter("embeddings.position_embeddings.weight", config.Positions, config.HiddenSize, decays: true);
        Kinds = new Parameter("embeddings.token_type_embeddings.weight", config.Types, config.HiddenSize, decays: true);
        norm = new LayerNormLayer("embeddings.LayerNorm", config.HiddenSize, (float)config.LayerNormEpsilon);
        blocks = [.. Enumerable.Range(0, config.Layers).Select(i => new EncoderBlock(config, i, causal))];
        states = [.. blocks.Select(_ => new BlockState())];
        used = new BlockState[blocks.Length];
        var random = new Rng(seed);
        var tables = new[] { Words, Places, Kinds }.Concat(blocks.SelectMany(block => block.Linears).Select(linear => linear.Weight));
        foreach (var table in tables) table.FillNormal(0.02, random);
    }

    /// <summary>Its shape.</summary>
    public BertConfig Config { get; }

    /// <summary>Whether a token sees only itself and those before it.</summary>
    public bool Causal { get; }

    /// <summary>Dropout of hidden values and attention weights while training, 0 to below 1; 0.1 unless set.</summary>
    public double DropoutRate { get; set => field = Check.InRange(value, 0, 0.99); } = 0.1;

    /// <summary>All weights of the encoder itself, from the embeddings to the top; adapters are apart.</summary>
    public IReadOnlyList<Parameter> Parameters => [Words, Places, Kinds, norm.Gamma, norm.Beta, .. blocks.SelectMany(block => block.Parameters)];

    /// <summary>The weights of the adapters, if there are any.</summary>
    public IReadOnlyList<Parameter> AdapterParameters => [.. blocks.SelectMany(block => block.Adapted)];

    /// <summary>Whether nothing of it learns, no adapter either: its vectors stay as they are, and may be kept.</summary>
    public bool IsFrozen => LowestLearning() > blocks.Length;

    /// <summary>Changes with every change of a weight.</summary>
    internal long Version => Parameters.Concat(AdapterParameters).Sum(parameter => (long)parameter.Version);

    /// <summary>Word vectors, shape (vocabulary, width); masked-language modelling shares them.</summary>
    internal Parameter Words { get; }

    internal Parameter Places { get; }

    internal Parameter Kinds { get; }

    internal IReadOnlyList<EncoderBlock> Blocks => blocks;

    internal LayerNormLayer Norm => norm;

    /// <summary>What runs the passes in this encoder's stead, such as a GPU; null for none.</summary>
    internal IEncoderPasses? Elsewhere { get; set; }

    private bool EmbeddingsLearn => Words.Trained || Places.Trained || Kinds.Trained || norm.Gamma.Trained || norm.Beta.Trained;

    /// <summary>Chooses what is trained; adapters that are there stay unless others are asked for.</summary>
    /// <param name="what">What is trained.</param>
    /// <param name="seed">Seed of new adapters.</param>
    public void Train(FineTuning what, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(what);
        if (what.TopLayers > blocks.Length)
            throw new ArgumentOutOfRangeException(nameof(what), what.TopLayers, $"what asks for {what.TopLayers} layers, expected at most {blocks.Length}.");
        foreach (var parameter in Parameters) parameter.Trained = what.TopLayers is null;
        foreach (var parameter in blocks.TakeLast(what.TopLayers ?? 0).SelectMany(block => block.Parameters)) parameter.Trained = true;
        foreach (var parameter in Parameters.Where(parameter => !parameter.Trained)) parameter.DropGradient();
        if (what.Rank == 0) return;
        foreach (var linear in blocks.SelectMany(block => block.Linears)) linear.Adapters.Clear();
        var random = new Rng(seed);
        foreach (var (block, index) in blocks.Select((block, index) => (block, index)))
        {
            foreach (var target in what.Targets) AddAdapter(block, index, target, what, random);
        }
    }

    /// <summary>Vectors of all tokens, shape (tokens, width), without dropout; nothing is kept for a backward pass.</summary>
    /// <param name="tokens">Packed sequences, each at most <see cref="BertConfig.MaxTokens"/> long.</param>
    public Matrix Encode(TokenBatch tokens) => Run(tokens, new Dropout(0, 0), keep: false);

    /// <summary>Vectors of all tokens, shape (tokens, width), with dropout; what <see cref="Backward"/> needs is kept.</summary>
    /// <param name="tokens">Packed sequences, each at most <see cref="BertConfig.MaxTokens"/> long.</param>
    /// <param name="key">Key of the dropout masks: another one for every step.</param>
    public Matrix Forward(TokenBatch tokens, ulong key) =>
        Run(tokens, new Dropout(DropoutRate, (uint)(key ^ (key >> 32))).At(0), keep: true);

    /// <summary>Adds to the gradients of what is trained; after <see cref="Forward"/>, once.</summary>
    /// <param name="gradient">Gradient of the vectors, shape (tokens, width).</param>
    public void Backward(Matrix gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var tokens = batch ?? throw new InvalidOperationException("Backward was called without Forward before it.");
        var (count, size) = (tokens.Ids.Length, tokens.Ids.Length * Config.HiddenSize);
        if (gradient.Rows != count || gradient.Columns != Config.HiddenSize)
            throw new ArgumentException($"gradient is ({gradient.Rows}, {gradient.Columns}), expected ({count}, {Config.HiddenSize}).", nameof(gradient));
        batch = null;
        if (Elsewhere is { } passes)
        {
            passes.Backward(gradient);
            return;
        }
        var lowest = LowestLearning();
        if (lowest > blocks.Length) return;
        var dy = gradientA.Reserve(size);
        var dx = gradientB.Reserve(size);
        gradient.Values.AsSpan().CopyTo(new Span<float>(dy, size));
        for (var i = blocks.Length - 1; i >= Math.Max(0, lowest - 1); i--)
        {
            var x = i == 0 ? embedded.Data : used[i - 1].Output.Data;
            blocks[i].Backward(x, count, tokens.Starts, i + 1 >= lowest ? dropout : default, used[i], room, dy, i + 1 > lowest ? dx : null);
            var swap = dy;
            dy = dx;
            dx = swap;
        }
        if (lowest > 0) return;
        dropout.At(-1).Apply(dy, 0, size);
        norm.Backward(normal.Data, rstd.Data, dy, count);
        EmbeddingLayer.Backward(tokens.Ids, positions, tokens.TypeIds, Words, Places, Kinds, dy);
    }

    private Matrix Run(TokenBatch tokens, Dropout mask, bool keep)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var (count, size) = (tokens.Ids.Length, checked(tokens.Ids.Length * Config.HiddenSize));
        positions = Positions(tokens);
        (batch, dropout) = (keep ? tokens : null, mask);
        if (Elsewhere is { } passes) return passes.Forward(tokens, mask.Rate, mask.Key, keep);
        var lowest = LowestLearning();
        var e = normal.Reserve(size);
        EmbeddingLayer.Forward(tokens.Ids, positions, tokens.TypeIds, Words, Places, Kinds, e);
        var x = embedded.Reserve(size);
        norm.Forward(e, rstd.Reserve(count), x, count);
        if (lowest == 0) dropout.At(-1).Apply(x, 0, size);
        for (var i = 0; i < blocks.Length; i++)
        {
            // A layer with nothing to learn in it and below it runs as in use, without dropout, and keeps nothing but its output.
            var learns = i + 1 >= lowest;
            used[i] = keep && learns ? states[i] : idle[i & 1];
            x = blocks[i].Forward(x, count, tokens.Starts, learns ? dropout : default, used[i], room);
        }
        var result = new Matrix(count, Config.HiddenSize);
        new ReadOnlySpan<float>(x, size).CopyTo(result.Values);
        return result;
    }

    /// <summary>0 for the embeddings, 1 for the first block, …; one more than the blocks where nothing learns.</summary>
    internal int LowestLearning()
    {
        if (EmbeddingsLearn) return 0;
        var first = Array.FindIndex(blocks, block => block.Learns);
        return first < 0 ? blocks.Length + 1 : first + 1;
    }

    private int[] Positions(TokenBatch tokens)
    {
        var places = new int[tokens.Ids.Length];
        for (var s = 0; s < tokens.Count; s++)
        {
            if (tokens.Length(s) > Config.MaxTokens)
                throw new ArgumentException($"Sequence {s} has {tokens.Length(s)} tokens, expected at most {Config.MaxTokens}.", nameof(tokens));
            for (var i = tokens.Starts[s]; i < tokens.Starts[s + 1]; i++) places[i] = i - tokens.Starts[s] + Config.FirstPosition;
        }
        foreach (var id in tokens.Ids)
        {
            if ((uint)id >= (uint)Config.VocabularySize) throw new ArgumentException($"Token id {id} is outside the vocabulary of {Config.VocabularySize}.", nameof(tokens));
        }
        return places;
    }

    private void AddAdapter(EncoderBlock block, int index, string target, FineTuning what, Rng random)
    {
        var width = Config.HiddenSize;
        var (linear, name, offset, outputs) = target switch
        {
            "query" => (block.Qkv, "attention.self.query", 0, width),
            "key" => (block.Qkv, "attention.self.key", width, width),
            "value" => (block.Qkv, "attention.self.value", 2 * width, width),
            "attention.output" => (block.Project, "attention.output.dense", 0, width),
            "intermediate" => (block.Widen, "intermediate.dense", 0, Config.IntermediateSize),
            _ => (block.Narrow, "output.dense", 0, width),
        };
        linear.Adapters.Add(new LoraAdapter($"encoder.layer.{index}.{name}", linear.Inputs, offset, outputs, what.Rank, what.Alpha, random));
    }
}
