namespace UserSegments.Numerics;

/// <summary>What is done to a tile of the product while it is still in the nearest cache: a bias, an activation.</summary>
internal unsafe interface IProductEpilogue
{
    /// <summary>Changes a tile of finished sums in place.</summary>
    /// <param name="c">First value of the tile.</param>
    /// <param name="stride">Distance of its rows.</param>
    /// <param name="firstRow">Row of the product at which the tile begins.</param>
    /// <param name="rows">Rows of the tile, 1 to 12.</param>
    /// <param name="firstColumn">Column of the product at which the tile begins; a multiple of 8.</param>
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
