using UserSegments.Encoding;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>The steps of BERT over padded batches; B sequences of L tokens, H wide. Use and training share them.</summary>
internal static class BertFunctions
{
    /// <summary>Word + position + segment, normalized: (B, L, H).</summary>
    public static Tensor Embed(BertConfig config, Tensor words, Tensor places, Tensor? kinds, Tensor scale, Tensor shift, PaddedBatch batch)
    {
        using var scope = NewDisposeScope();
        long[] shape = [batch.Count, batch.Length, config.HiddenSize];
        var x = words.index_select(0, batch.Ids).view(shape) + places.narrow(0, config.FirstPosition, batch.Length);
        if (kinds is not null) x += batch.Types is null ? kinds.select(0, 0) : kinds.index_select(0, batch.Types).view(shape);
        return Normalize(x, scale, shift, config).MoveToOuterDisposeScope();
    }

    /// <summary>One layer: attention, residual, norm; feed-forward, residual, norm.</summary>
    public static Tensor Layer(BertConfig config, BertBlock block, Tensor x, Tensor? mask, double dropout = 0)
    {
        using var scope = NewDisposeScope();
        var (b, l, h) = (x.shape[0], x.shape[1], config.HiddenSize);
        var parts = block.Qkv.Apply(x).view(b, l, 3, config.Heads, h / config.Heads).permute(2, 0, 3, 1, 4);     // (3, B, heads, L, d)
        var seen = mask?.view(b, 1, 1, l);
        var context = nn.functional.scaled_dot_product_attention(parts.select(0, 0), parts.select(0, 1), parts.select(0, 2), seen, dropout)
            .transpose(1, 2).reshape(b, l, h);
        var middle = Normalize(x + Drop(block.Output.Apply(context), dropout), block.AttentionScale, block.AttentionShift, config);
        var wide = Activate(config.Activation, block.Widen.Apply(middle));
        return Normalize(middle + Drop(block.Narrow.Apply(wide), dropout), block.FinalScale, block.FinalShift, config).MoveToOuterDisposeScope();
    }

    /// <summary>Dropout by libtorch's generator; at rate 0 the values themselves.</summary>
    public static Tensor Drop(Tensor x, double rate) => rate > 0 ? nn.functional.dropout(x, rate) : x;

    private static Tensor Normalize(Tensor x, Tensor scale, Tensor shift, BertConfig config) =>
        nn.functional.layer_norm(x, [config.HiddenSize], scale, shift, config.LayerNormEpsilon);

    private static Tensor Activate(BertActivation activation, Tensor x) => activation switch
    {
        BertActivation.Gelu => x.gelu(),
        BertActivation.GeluTanh => x.gelu(TorchSharp.Modules.GELU.Approximate.tanh),
        BertActivation.Relu => x.relu(),
        BertActivation.Silu => x.silu(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, $"activation is {activation}, expected one of {nameof(BertActivation)}."),
    };
}
