using UserSegments.Numerics;
using UserSegments.Reduction;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Principal components by the covariance matrix, which is summed on a device: the counterpart of <see cref="Pca"/> for many rows.</summary>
/// <remarks>
/// Products of 256 rows in single precision are added in double precision, as on the CPU; eigenvectors and signs are found on the host by the same code.
/// O(n d²) on the device, O(d³) on the host; rows pass through in parts, so the device needs room for few of them only. NaN and infinities are refused.
/// </remarks>
public static class TorchPca
{
    private const int BlockRows = 256;
    private const long Products = 1 << 26;                   // values of products held at a time

    /// <summary>Fits the components to rows.</summary>
    /// <param name="points">(n, d) rows, n at least 2, finite; not modified.</param>
    /// <param name="options">How many components; all of them by default. The solver is always the covariance.</param>
    /// <param name="device">Where; null for <see cref="TorchDevice.Auto"/>.</param>
    /// <exception cref="ArgumentException">Fewer than 2 rows, more components than min(n, d), no variance at all, another solver, or a value that is not finite.</exception>
    public static PcaModel Fit(Matrix points, PcaOptions? options = null, TorchDevice? device = null)
    {
        options ??= new PcaOptions();
        Check.Finite(points);
        if (points.Rows < 2) throw new ArgumentException($"points has {points.Rows} rows, expected at least 2 for a variance.", nameof(points));
        if (options.Solver != PcaSolver.Covariance) throw new ArgumentException($"Solver is {options.Solver}, expected Covariance on a device.", nameof(options));
        var most = Math.Min(points.Rows, points.Columns);
        if (options.Components > most)
            throw new ArgumentException($"Components is {options.Components}, expected at most min(rows, columns) = min({points.Rows}, {points.Columns}) = {most}.", nameof(options));
        var mean = points.ColumnMeans();
        var covariance = Covariance(points, mean, (device ?? TorchDevice.Auto()).Device);
        var total = 0.0;
        for (var t = 0; t < points.Columns; t++) total += covariance[t][t];
        if (!(total > 0)) throw new ArgumentException("points has no variance: all rows are equal.", nameof(points));
        var (variances, components) = SymmetricEigen.Of(covariance);
        for (var r = 0; r < variances.Length; r++) variances[r] = Math.Max(0, variances[r]);
        var rank = options.Components ?? Pca.Enough(variances, total, options.VarianceShare, most);
        return new PcaModel(mean, Signs.Fix(components, rank), variances[..rank], total, points.Rows, options.Whiten);
    }

    private static double[][] Covariance(Matrix points, float[] mean, Device device)
    {
        using var scope = NewDisposeScope();
        var (n, d) = (points.Rows, points.Columns);
        var blocks = (int)Math.Clamp(Products / ((long)d * d), 1, 1024);
        var centre = tensor(mean, device: device);
        var all = tensor(points.Values, [n, d]);
        var (sums, columns) = (zeros([d, d], ScalarType.Float64, device), zeros([d], ScalarType.Float64, device));
        for (var first = 0; first < n; first += blocks * BlockRows)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(blocks * BlockRows, n - first);
            var padded = Blocks.Count(count, BlockRows) * BlockRows;
            var rows = zeros([padded, d], ScalarType.Float32, device);               // rows of zeros add nothing
            rows.narrow(0, 0, count).copy_(all.narrow(0, first, count).to(device) - centre);
            columns.add_(rows.sum(0, type: ScalarType.Float64));
            var cubes = rows.view(padded / BlockRows, BlockRows, d);
            sums.add_(cubes.transpose(1, 2).bmm(cubes).sum(0, type: ScalarType.Float64));
        }
        // What the mean's rounding left in the columns is taken out again.
        var covariance = (sums - columns.unsqueeze(1) * columns.unsqueeze(0) / n) / (n - 1);
        return [.. ((covariance + covariance.t()) / 2).cpu().data<double>().ToArray().Chunk(d)];
    }
}
