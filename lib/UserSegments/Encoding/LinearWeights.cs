using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>Weights of a linear layer, in the precision that the encoder was loaded with.</summary>
internal sealed unsafe class LinearWeights
{
    private readonly PackedMatrix? single;
    private readonly Int8Matrix? integers;

    /// <param name="values">(columns, inner), as linear layers are stored.</param>
    /// <param name="inner">Width of what goes in.</param>
    /// <param name="columns">Width of what comes out.</param>
    /// <param name="precision">How to keep them.</param>
    public LinearWeights(float[] values, int inner, int columns, EncoderPrecision precision)
    {
        if (precision == EncoderPrecision.Int8) integers = new Int8Matrix(values, inner, columns);
        else single = PackedMatrix.Build(values, inner, columns, transposed: true);
        (Inner, Columns) = (inner, columns);
    }

    public int Inner { get; }

    public int Columns { get; }

    /// <summary>Rows of A, one after the other, times the weights, into rows of C, one after the other.</summary>
    public void Multiply<TEpilogue>(float* a, int rows, float* c, TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue => Multiply(a, Inner, rows, c, Columns, epilogue);

    /// <summary>The same for rows <paramref name="aStride"/> and <paramref name="cStride"/> apart.</summary>
    public void Multiply<TEpilogue>(float* a, int aStride, int rows, float* c, int cStride, TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue
    {
        if (integers is not null) Int8Engine.Run(a, aStride, rows, integers, c, cStride, epilogue);
        else ProductEngine.Run(Simd.Chosen, a, aStride, rows, single!.Data, Inner, Columns, c, cStride, epilogue);
    }
}
