using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Type of the weights and of what lies between the layers on the device; pooling and what comes back are single precision.</summary>
public enum TorchPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>The upper half of a single: a data-centre GPU's fastest type, with the range of a single.</summary>
    BFloat16,

    /// <summary>Half precision.</summary>
    Float16,
}

/// <summary>The same type as libtorch names it.</summary>
internal static class TorchPrecisionExtensions
{
    public static ScalarType ToScalarType(this TorchPrecision precision) => precision switch
    {
        TorchPrecision.Float32 => ScalarType.Float32,
        TorchPrecision.BFloat16 => ScalarType.BFloat16,
        TorchPrecision.Float16 => ScalarType.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, $"precision is {precision}, expected Float32, BFloat16 or Float16."),
    };

    public static int Bytes(this TorchPrecision precision) => precision == TorchPrecision.Float32 ? 4 : 2;
}
