using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>A linear layer on the device, with low-rank changes if there are any.</summary>
/// <param name="Weight">(outputs, inputs).</param>
/// <param name="Bias">(outputs), or null.</param>
internal sealed record DeviceLinear(Tensor Weight, Tensor? Bias)
{
    /// <summary>Changes <c>y += scale x Aᵀ Bᵀ</c> of a range of the outputs (Hu et al., 2021).</summary>
    public IReadOnlyList<(Tensor A, Tensor B, int Offset, double Scale)> Adapters { get; init; } = [];

    /// <summary><c>x Wᵀ + b</c> over the last dimension.</summary>
    public Tensor Apply(Tensor x)
    {
        var y = nn.functional.linear(x, Weight, Bias);
        foreach (var (a, b, offset, scale) in Adapters)
        {
            var change = nn.functional.linear(nn.functional.linear(x, a) * scale, b);
            y.narrow(-1, offset, b.shape[0]).add_(change);
        }
        return y;
    }
}
