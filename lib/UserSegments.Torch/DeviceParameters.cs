using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using UserSegments.Training;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace UserSegments.Torch;

/// <summary>Copies of an encoder's parameters on a device: made anew where the host's have changed; their gradients are added to the host's.</summary>
internal sealed class DeviceParameters(Device device, ScalarType type) : IDisposable
{
    private readonly Dictionary<Parameter, (Tensor Copy, int Version)> copies = [];

    public Tensor this[Parameter parameter] => copies[parameter].Copy;

    /// <summary>The weights of one layer.</summary>
    public BertBlock Block(EncoderBlock block) => new(
        Linear(block.Qkv), Linear(block.Project), this[block.Norm1.Gamma], this[block.Norm1.Beta],
        Linear(block.Widen), Linear(block.Narrow), this[block.Norm2.Gamma], this[block.Norm2.Beta]);

    /// <summary>Brings what has changed to the device.</summary>
    public void Update(TrainableEncoder encoder)
    {
        foreach (var parameter in encoder.Parameters.Concat(encoder.AdapterParameters))
        {
            if (!copies.TryGetValue(parameter, out var held) || held.Version != parameter.Version)
            {
                held.Copy?.Dispose();
                long[] shape = parameter.Value.Rows == 1 && !parameter.Decays ? [parameter.Count] : [parameter.Value.Rows, parameter.Value.Columns];
                using var host = tensor(parameter.Value.Values, shape);
                held = (host.to(type, device, copy: true).DetachFromDisposeScope(), parameter.Version);
                copies[parameter] = held;
            }
            held.Copy.requires_grad = parameter.Trained;
        }
    }

    /// <summary>Adds the gradients to those of the parameters, in single precision, and takes them off the copies.</summary>
    public void Collect()
    {
        foreach (var (parameter, (copy, _)) in copies)
        {
            using var scope = NewDisposeScope();
            if (!parameter.Trained || copy.grad is not { } gradient) continue;
            var values = MemoryMarshal.Cast<byte, float>(gradient.to(ScalarType.Float32, CPU).contiguous().bytes);
            TensorPrimitives.Add(parameter.Gradient.Values, values, parameter.Gradient.Values);
            copy.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var (copy, _) in copies.Values) copy.Dispose();
        copies.Clear();
    }

    private DeviceLinear Linear(LinearLayer linear) => new(this[linear.Weight], this[linear.Bias])
    {
        Adapters = [.. linear.Adapters.Select(adapter => (this[adapter.A], this[adapter.B], adapter.Offset, (double)adapter.Scale))],
    };
}
