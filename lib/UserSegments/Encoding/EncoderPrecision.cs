namespace UserSegments.Encoding;

/// <summary>Arithmetic of the linear layers.</summary>
public enum EncoderPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>8-bit weights with one scale a column, 7-bit activations with scale and zero point of their token; sums are exact. Attention, norms and activations stay in single precision.</summary>
    Int8,
}
