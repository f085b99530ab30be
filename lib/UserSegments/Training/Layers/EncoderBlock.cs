using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>What the backward pass of one block needs from its forward pass; 12 x width + 2 values a token.</summary>
internal sealed class BlockState
{
    public PinnedBuffer Qkv { get; } = new();

    public PinnedBuffer Context { get; } = new();

    public PinnedBuffer Normal1 { get; } = new();

    public PinnedBuffer Rstd1 { get; } = new();

    public PinnedBuffer Middle { get; } = new();

    public PinnedBuffer Wide { get; } = new();

    public PinnedBuffer Normal2 { get; } = new();

    public PinnedBuffer Rstd2 { get; } = new();

    public PinnedBuffer Output { get; } = new();
}

/// <summary>Room that all blocks share.</summary>
internal sealed class BlockWorkspace
{
    public PinnedBuffer Gelu { get; } = new();

    public PinnedBuffer WideGradient { get; } = new();

    public PinnedBuffer QkvGradient { get; } = new();

    public PinnedBuffer ContextGradient { get; } = new();

    public PinnedBuffer Branch { get; } = new();

    public PinnedBuffer MiddleGradient { get; } = new();
}

/// <summary>One block of BERT: attention, residual, norm; feed-forward, residual, norm.</summary>
internal sealed unsafe class EncoderBlock
{
    private readonly int width, inner, heads, index;
    private readonly bool causal;

    public EncoderBlock(BertConfig config, int index, bool causal)
    {
        this.causal = causal;
        (width, inner, heads, this.index) = (config.HiddenSize, config.IntermediateSize, config.Heads, index);
        var name = $"encoder.layer.{index}";
        Qkv = new LinearLayer($"{name}.attention.self.qkv", width, 3 * width);
        Project = new LinearLayer($"{name}.attention.output.dense", width, width);
        Norm1 = new LayerNormLayer($"{name}.attention.output.LayerNorm", width, (float)config.LayerNormEpsilon);
        Widen = new LinearLayer($"{name}.intermediate.dense", width, inner);
        Narrow = new LinearLayer($"{name}.output.dense", inner, width);
        Norm2 = new LayerNormLayer($"{name}.output.LayerNorm", width, (float)config.LayerNormEpsilon);
    }

    /// <summary>Query, key and value, one below the other: one product instead of three.</summary>
    public LinearLayer Qkv { get; }

    public LinearLayer Project { get; }

    public LayerNormLayer Norm1 { get; }

    public LinearLayer Widen { get; }

    public LinearLayer Narrow { get; }

    public LayerNormLayer Norm2 { get; }

    public IEnumerable<LinearLayer> Linears => [Qkv, Project, Widen, Narrow];

    public IEnumerable<Parameter> Parameters =>
    [
        Qkv.Weight, Qkv.Bias, Project.Weight, Project.Bias, Norm1.Gamma, Norm1.Beta,
        Widen.Weight, Widen.Bias, Narrow.Weight, Narrow.Bias, Norm2.Gamma, Norm2.Beta,
    ];

    public IEnumerable<Parameter> Adapted => Linears.SelectMany(linear => linear.Adapters).SelectMany(adapter => new[] { adapter.A, adapter.B });

    public bool Learns => Parameters.Any(p => p.Trained) || Linears.Any(linear => linear.Adapters.Count > 0);

    /// <summary>Returns (tokens, width), held by the state.</summary>
    public float* Forward(float* x, int tokens, int[] starts, Dropout dropout, BlockState state, BlockWorkspace room)
    {
        var size = (long)tokens * width;
        var qkv = state.Qkv.Reserve(3 * size);
        Qkv.Forward(x, tokens, qkv);                                              // (N, 3D)
        var context = state.Context.Reserve(size);
        AttentionLayer.Forward(qkv, starts, heads, width, causal, Place(dropout, 0), context);
        var normal1 = state.Normal1.Reserve(size);
        Project.Forward(context, tokens, normal1);                                // (N, D)
        AddResidual(normal1, x, tokens, Place(dropout, 1));
        var middle = state.Middle.Reserve(size);
        Norm1.Forward(normal1, state.Rstd1.Reserve(tokens), middle, tokens);
        var wide = state.Wide.Reserve((long)tokens * inner);
        Widen.Forward(middle, tokens, wide);                                      // (N, F)
        var gelu = room.Gelu.Reserve((long)tokens * inner);
        GeluLayer.Forward(wide, gelu, tokens * inner);
        var normal2 = state.Normal2.Reserve(size);
        Narrow.Forward(gelu, tokens, normal2);                                    // (N, D)
        AddResidual(normal2, middle, tokens, Place(dropout, 2));
        var output = state.Output.Reserve(size);
        Norm2.Forward(normal2, state.Rstd2.Reserve(tokens), output, tokens);
        return output;
    }

    /// <summary>Takes the gradient of the output (overwritten) and writes that of x unless dx is null.</summary>
    public void Backward(float* x, int tokens, int[] starts, Dropout dropout, BlockState state, BlockWorkspace room, float* dy, float* dx)
    {
        var size = (long)tokens * width;
        Norm2.Backward(state.Normal2.Data, state.Rstd2.Data, dy, tokens);
        var branch = room.Branch.Reserve(size);
        Split(dy, branch, tokens, Place(dropout, 2));
        var dWide = room.WideGradient.Reserve((long)tokens * inner);
        var gelu = room.Gelu.Reserve((long)tokens * inner);
        Narrow.InputGradient(branch, tokens, dWide, null);                        // (N, F)
        GeluLayer.Backward(state.Wide.Data, dWide, gelu, tokens * inner);
        Narrow.WeightGradient(gelu, branch, tokens);
        var dMiddle = room.MiddleGradient.Reserve(size);
        Widen.InputGradient(dWide, tokens, dMiddle, dy);                          // (N, D)
        Widen.WeightGradient(state.Middle.Data, dWide, tokens);
        Norm1.Backward(state.Normal1.Data, state.Rstd1.Data, dMiddle, tokens);
        Split(dMiddle, branch, tokens, Place(dropout, 1));
        var dContext = room.ContextGradient.Reserve(size);
        Project.InputGradient(branch, tokens, dContext, null);
        Project.WeightGradient(state.Context.Data, branch, tokens);
        var dQkv = room.QkvGradient.Reserve(3 * size);
        AttentionLayer.Backward(state.Qkv.Data, starts, heads, width, causal, Place(dropout, 0), dContext, dQkv);
        Qkv.InputGradient(dQkv, tokens, dx, dMiddle);
        Qkv.WeightGradient(x, dQkv, tokens);
    }

    private Dropout Place(Dropout dropout, int part) => dropout.IsOff ? dropout : dropout.At(3 * index + part + 1);

    private void AddResidual(float* y, float* x, int tokens, Dropout dropout) => Blocks.For(tokens, 64, (_, first, last) =>
    {
        var (start, count) = ((long)first * width, (last - first) * width);
        dropout.Apply(y + start, start, count);
        for (var i = 0; i < count; i += VectorMath.Lanes)
            VectorMath.Store(VectorMath.Load(y + start + i, count - i) + VectorMath.Load(x + start + i, count - i), y + start + i, count - i);
    });

    private void Split(float* dy, float* branch, int tokens, Dropout dropout) => Blocks.For(tokens, 64, (_, first, last) =>
    {
        var (start, count) = ((long)first * width, (last - first) * width);
        new Span<float>(dy + start, count).CopyTo(new Span<float>(branch + start, count));
        dropout.Apply(branch + start, start, count);
    });
}
