namespace UserSegments.Numerics;

/// <summary>Products of dense matrices in single precision, by packed panels and register tiles (Goto and van de Geijn, 2008).</summary>
/// <remarks>
/// Every element is one chain of fused multiply-adds in ascending inner index, so the same input gives the same bits on any
/// number of threads, on every instruction set and wherever a row stands. NaN and infinities spread as in IEEE 754.
/// O(n d k) operations on <see cref="Blocks.Threads"/> threads; O(d k) memory for the packed right-hand side, which
/// <see cref="PackedMatrix"/> keeps for reuse. The environment variable <c>USER_SEGMENTS_SIMD</c> (avx512, avx2, scalar) forces a path.
/// </remarks>
public static class MatrixProduct
{
    /// <summary><c>A Bᵀ</c>, shape (n, k): the dot product of every row of A with every row of B.</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(k, d).</param>
    /// <exception cref="ArgumentException">The matrices differ in columns.</exception>
    public static Matrix MultiplyTransposed(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var product = new Matrix(a.Rows, b.Rows);                       // (n, k)
        MultiplyTransposed(a, b, product);
        return product;
    }

    /// <summary><c>A Bᵀ</c> into a given matrix.</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(k, d).</param>
    /// <param name="destination">(n, k); overwritten; neither a nor b.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MultiplyTransposed(Matrix a, Matrix b, Matrix destination)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Columns != b.Columns) throw new ArgumentException($"b has {b.Columns} columns, expected {a.Columns} as in a.", nameof(b));
        CheckDestination(a, b.Rows, destination);
        Run(Simd.Chosen, a, PackedMatrix.PackTransposed(b), destination);
    }

    /// <summary><c>A B</c>, shape (n, k).</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(d, k).</param>
    /// <exception cref="ArgumentException">The columns of A are not the rows of B.</exception>
    public static Matrix Multiply(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var product = new Matrix(a.Rows, b.Columns);                    // (n, k)
        Multiply(a, b, product);
        return product;
    }

    /// <summary><c>A B</c> into a given matrix.</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(d, k).</param>
    /// <param name="destination">(n, k); overwritten; neither a nor b.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(Matrix a, Matrix b, Matrix destination)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Columns != b.Rows) throw new ArgumentException($"b has {b.Rows} rows, expected {a.Columns} as a has columns.", nameof(b));
        CheckDestination(a, b.Columns, destination);
        Run(Simd.Chosen, a, PackedMatrix.Pack(b), destination);
    }

    /// <summary><c>A B</c> with a right-hand side packed before, shape (n, k).</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(d, k).</param>
    /// <exception cref="ArgumentException">The columns of A are not the rows of B.</exception>
    public static Matrix Multiply(Matrix a, PackedMatrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var product = new Matrix(a.Rows, b.Columns);                    // (n, k)
        Multiply(a, b, product);
        return product;
    }

    /// <summary><c>A B</c> with a right-hand side packed before, into a given matrix; allocates nothing on one thread.</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="b">(d, k).</param>
    /// <param name="destination">(n, k); overwritten; not a.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(Matrix a, PackedMatrix b, Matrix destination)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Columns != b.Inner) throw new ArgumentException($"b has {b.Inner} rows, expected {a.Columns} as a has columns.", nameof(b));
        CheckDestination(a, b.Columns, destination);
        Run(Simd.Chosen, a, b, destination);
    }

    /// <summary>The product on a given path; the tests reach all of them here.</summary>
    internal static unsafe void Run(SimdPath path, Matrix a, PackedMatrix b, Matrix destination)
    {
        fixed (float* left = a.Values, target = destination.Values)
            ProductEngine.RunParallel(path, left, a.Columns, a.Rows, b, target, destination.Columns, default(NoEpilogue));
        GC.KeepAlive(b);
    }

    private static void CheckDestination(Matrix a, int columns, Matrix destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Rows != a.Rows || destination.Columns != columns)
            throw new ArgumentException($"destination is ({destination.Rows}, {destination.Columns}), expected ({a.Rows}, {columns}).", nameof(destination));
        if (ReferenceEquals(destination.Values, a.Values))
            throw new ArgumentException("destination is a itself, expected a matrix of its own.", nameof(destination));
    }
}
