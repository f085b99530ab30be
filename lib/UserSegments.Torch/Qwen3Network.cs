using UserSegments.Encoding;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>The Qwen3 decoder (Zhang et al., 2025) on a device; B sequences of L tokens, H wide, q query and k key heads of width d.</summary>
/// <remarks>A token sees only what stands before it, so padding at the end changes nothing and attention needs no mask.</remarks>
internal sealed class Qwen3Network : IDeviceNetwork
{
    private readonly Qwen3Config config;
    private readonly DeviceWeights weights;
    private readonly Tensor words, last, cosines, sines;       // the last two (positions, d / 2)
    private readonly Layer[] layers;

    /// <summary>Reads everything; what is missing, misshapen or left over is named in one error. Takes the weights over.</summary>
    public Qwen3Network(Checkpoint file, Qwen3Config config, DeviceWeights weights)
    {
        (this.config, this.weights) = (config, weights);
        var (h, inner, head) = (config.HiddenSize, config.IntermediateSize, config.HeadSize);
        var (queries, keys) = (config.Heads * head, config.KeyValueHeads * head);
        var reader = new CheckpointReader(file, Qwen3Checkpoint.Prefix(file));
        words = weights.Load(View("embed_tokens.weight", config.VocabularySize, h))!;
        layers = [.. Enumerable.Range(0, config.Layers).Select(i => Read($"layers.{i}."))];
        last = weights.Load(View("norm.weight", h))!;
        reader.Finish(Qwen3Checkpoint.Ignored, $"a qwen3 decoder of {config.Layers} layers");
        using var scope = NewDisposeScope();
        var angles = Angles();
        (cosines, sines) = (weights.Keep(angles.cos()), weights.Keep(angles.sin()));

        TensorView? View(string name, params ReadOnlySpan<long> shape) => reader.View(name, shape);

        Layer Read(string at) => new(
            weights.Load(View(at + "input_layernorm.weight", h))!,
            weights.Load(View(at + "self_attn.q_proj.weight", queries, h), View(at + "self_attn.k_proj.weight", keys, h), View(at + "self_attn.v_proj.weight", keys, h))!,
            weights.Load(View(at + "self_attn.q_norm.weight", head))!,
            weights.Load(View(at + "self_attn.k_norm.weight", head))!,
            weights.Load(View(at + "self_attn.o_proj.weight", h, queries))!,
            weights.Load(View(at + "post_attention_layernorm.weight", h))!,
            weights.Load(View(at + "mlp.gate_proj.weight", inner, h), View(at + "mlp.up_proj.weight", inner, h))!,
            weights.Load(View(at + "mlp.down_proj.weight", h, inner))!);
    }

    public int Dimension => config.HiddenSize;

    public int MaxTokens => config.Positions;

    public int VocabularySize => config.VocabularySize;

    public int Types => 0;

    public Tensor Run(PaddedBatch batch)
    {
        using var scope = NewDisposeScope();
        var x = words.index_select(0, batch.Ids).view(batch.Count, batch.Length, config.HiddenSize);
        var (turn, lean) = (cosines.narrow(0, 0, batch.Length), sines.narrow(0, 0, batch.Length));
        foreach (var layer in layers)
        {
            var before = x;
            x = Step(layer, x, turn, lean);
            before.Dispose();
        }
        return Normalize(x, last).MoveToOuterDisposeScope();
    }

    public void Dispose() => weights.Dispose();

    private Tensor Step(Layer layer, Tensor x, Tensor turn, Tensor lean)
    {
        using var scope = NewDisposeScope();
        var (b, l, head, inner) = (x.shape[0], x.shape[1], config.HeadSize, config.IntermediateSize);
        var (queries, keys) = (config.Heads * head, config.KeyValueHeads * head);
        var qkv = nn.functional.linear(Normalize(x, layer.InputScale), layer.Qkv);                   // (B, L, (q + 2k) d)
        var q = Rotate(Normalize(Heads(0, queries), layer.QueryScale).transpose(1, 2));              // (B, q, L, d)
        var k = Share(Rotate(Normalize(Heads(queries, keys), layer.KeyScale).transpose(1, 2)));
        var v = Share(Heads(queries + keys, keys).transpose(1, 2));
        var context = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true).transpose(1, 2).reshape(b, l, queries);
        var middle = x + nn.functional.linear(context, layer.Output);
        var wide = nn.functional.linear(Normalize(middle, layer.InnerScale), layer.GateAndUp);
        var gated = wide.narrow(-1, 0, inner).silu() * wide.narrow(-1, inner, inner);
        return (middle + nn.functional.linear(gated, layer.Down)).MoveToOuterDisposeScope();

        Tensor Heads(int start, int count) => qkv.narrow(-1, start, count).view(b, l, count / head, head);

        Tensor Rotate(Tensor t)
        {
            var (low, high) = (t.narrow(-1, 0, head / 2), t.narrow(-1, head / 2, head / 2));
            return cat([low * turn - high * lean, high * turn + low * lean], -1);
        }

        // Query heads share keys and values in groups.
        Tensor Share(Tensor t)
        {
            var group = config.Heads / config.KeyValueHeads;
            return group == 1 ? t : t.unsqueeze(2).expand(b, config.KeyValueHeads, group, l, head).reshape(b, config.Heads, l, head);
        }
    }

    /// <summary><c>position / theta^(2 j / d)</c>: (positions, d / 2).</summary>
    private Tensor Angles()
    {
        var half = config.HeadSize / 2;
        var angles = new float[config.Positions * half];
        for (var j = 0; j < half; j++)
        {
            var speed = Math.Pow(config.RopeTheta, -2.0 * j / config.HeadSize);
            for (var t = 0; t < config.Positions; t++) angles[t * half + j] = (float)(t * speed);
        }
        return tensor(angles, [config.Positions, half]);
    }

    /// <summary><c>x / sqrt(mean(x²) + ε) scale</c> over the last dimension, in single precision inside.</summary>
    private Tensor Normalize(Tensor x, Tensor scale)
    {
        var wide = x.to(ScalarType.Float32);
        var unit = wide * (wide.square().mean([-1], keepdim: true) + config.RmsNormEpsilon).rsqrt();
        return unit.to(x.dtype) * scale;
    }

    private sealed record Layer(
        Tensor InputScale, Tensor Qkv, Tensor QueryScale, Tensor KeyScale, Tensor Output, Tensor InnerScale, Tensor GateAndUp, Tensor Down);
}
