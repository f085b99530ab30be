using UserSegments.Encoding;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>BERT and its kin (Devlin et al., 2018) on a device.</summary>
internal sealed class BertNetwork : IDeviceNetwork
{
    private readonly BertConfig config;
    private readonly DeviceWeights weights;
    private readonly Tensor words, places, scale, shift;
    private readonly Tensor? kinds;
    private readonly BertBlock[] blocks;

    /// <summary>Reads everything; what is missing, misshapen or left over is named in one error. Takes the weights over.</summary>
    public BertNetwork(Checkpoint file, BertConfig config, DeviceWeights weights)
    {
        (this.config, this.weights) = (config, weights);
        var (h, inner) = (config.HiddenSize, config.IntermediateSize);
        var reader = new CheckpointReader(file, BertCheckpoint.Prefix(file));
        var table = Load("embeddings.word_embeddings.weight", config.VocabularySize, h);
        var position = Load("embeddings.position_embeddings.weight", config.Positions, h);
        kinds = config.Types == 0 ? null : Load("embeddings.token_type_embeddings.weight", config.Types, h);
        var first = Norm("embeddings.LayerNorm");
        var layers = new BertBlock[config.Layers];
        for (var i = 0; i < layers.Length; i++)
        {
            var names = BertLayerNames.Of(config, i);
            var qkv = weights.Load(View(names.Query + ".weight", h, h), View(names.Key + ".weight", h, h), View(names.Value + ".weight", h, h));
            var qkvBias = weights.Load(View(names.Query + ".bias", h), View(names.Key + ".bias", h), View(names.Value + ".bias", h));
            var (output, widen, narrow) = (Linear(names.Output, h, h), Linear(names.Widen, inner, h), Linear(names.Narrow, h, inner));
            var (middle, last) = (Norm(names.FirstNorm), Norm(names.LastNorm));
            layers[i] = new BertBlock(new DeviceLinear(qkv!, qkvBias), output, middle.Scale, middle.Shift, widen, narrow, last.Scale, last.Shift);
        }
        reader.Finish(BertCheckpoint.Ignored, $"a {config.ModelType} encoder of {config.Layers} layers");
        (words, places, scale, shift, blocks) = (table!, position!, first.Scale, first.Shift, layers);

        TensorView? View(string name, params ReadOnlySpan<long> shape) => reader.View(name, shape);
        Tensor? Load(string name, params ReadOnlySpan<long> shape) => weights.Load(View(name, shape));
        DeviceLinear Linear(string name, int outputs, int inputs) => new(Load(name + ".weight", outputs, inputs)!, Load(name + ".bias", outputs));

        // Old checkpoints call the two vectors gamma and beta.
        (Tensor Scale, Tensor Shift) Norm(string name) => reader.Holds(name + ".gamma")
            ? (Load(name + ".gamma", h)!, Load(name + ".beta", h)!)
            : (Load(name + ".weight", h)!, Load(name + ".bias", h)!);
    }

    public int Dimension => config.HiddenSize;

    public int MaxTokens => config.MaxTokens;

    public int VocabularySize => config.VocabularySize;

    public int Types => config.Types;

    public Tensor Run(PaddedBatch batch)
    {
        var x = BertFunctions.Embed(config, words, places, kinds, scale, shift, batch);
        foreach (var block in blocks)
        {
            var before = x;
            x = BertFunctions.Layer(config, block, x, batch.Mask);
            before.Dispose();
        }
        return x;
    }

    public void Dispose() => weights.Dispose();
}
