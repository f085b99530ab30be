using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Weights of one layer of BERT on the device.</summary>
internal sealed record BertBlock(
    DeviceLinear Qkv, DeviceLinear Output, Tensor AttentionScale, Tensor AttentionShift, DeviceLinear Widen, DeviceLinear Narrow, Tensor FinalScale, Tensor FinalShift);
