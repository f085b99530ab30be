namespace UserSegments.Numerics;

/// <summary>What is done to a strip of the product while it is still in the nearest cache: a bias, an activation.</summary>
internal unsafe interface IProductEpilogue
{
    /// <summary>Changes a strip of finished sums in place.</summary>
    /// <param name="c">First value of the strip.</param>
    /// <param name="stride">Distance of its rows.</param>
    /// <param name="firstRow">Row of the product at which the strip begins.</param>
    /// <param name="rows">Rows of the strip.</param>
    /// <param name="firstColumn">Column of the product at which the strip begins; a multiple of 16.</param>
    /// <param name="columns">1 to 32.</param>
    void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns);
}

/// <summary>Leaves the sums as they are.</summary>
internal readonly unsafe struct NoEpilogue : IProductEpilogue
{
    public void Apply(float* c, nint stride, int firstRow, int rows, int firstColumn, int columns)
    {
    }
}
