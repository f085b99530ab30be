using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace UserSegments.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix in double precision: Householder's tridiagonal form, then implicit QL.</summary>
/// <remarks>
/// The algorithms tred2 and tql2 of EISPACK (Martin, Reinsch and Wilkinson, 1968; Bowdler et al., 1968), laid out so that every inner loop
/// runs along a row. O(n^3) time, O(n^2) memory; rotations are applied on all threads, the same bits on any number.
/// </remarks>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;
    private const int MostTurns = 1 << 18;      // rotations kept before they are applied: 6 MB
    private const int ColumnStrip = 32;

    /// <summary>Values descending and their vectors of length 1, one an entry; the input is not modified.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[][] symmetric)
    {
        var n = symmetric.Length;
        if (n == 0) return ([], []);
        var a = Array.ConvertAll(symmetric, row => (double[])row.Clone());
        var (diagonal, beside) = (new double[n], new double[n]);
        var vectors = Tridiagonal(a, diagonal, beside);
        ImplicitQl(diagonal, beside, vectors);
        var order = Enumerable.Range(0, n).OrderByDescending(i => diagonal[i]).ToArray();
        return (Array.ConvertAll(order, i => diagonal[i]), Array.ConvertAll(order, i => vectors[i]));
    }

    /// <summary>Fills the diagonal and the entries beside it (beside[i] joins i and i + 1); returns Qᵀ of A = Q T Qᵀ.</summary>
    private static double[][] Tridiagonal(double[][] a, double[] diagonal, double[] beside)
    {
        var n = a.Length;
        var (reflectors, scales) = (new double[n][], new double[n]);
        var product = new double[n];
        for (var k = 0; k + 2 < n; k++)
        {
            // H = 1 - scale v vᵀ takes what lies under the diagonal of column k to its first entry.
            var (v, length) = (new double[n], 0.0);
            for (var i = k + 1; i < n; i++)
            {
                v[i] = a[i][k];
                length += v[i] * v[i];
            }
            reflectors[k] = v;
            length = Math.Sqrt(length);
            if (length == 0) continue;
            var first = v[k + 1];
            var target = first > 0 ? -length : length;
            v[k + 1] = first - target;
            scales[k] = 1 / (target * (target - first));            // 2 / vᵀv
            beside[k] = target;
            var rest = v.AsSpan(k + 1);
            var along = product.AsSpan(k + 1);
            for (var i = k + 1; i < n; i++) product[i] = scales[k] * TensorPrimitives.Dot<double>(a[i].AsSpan(k + 1), rest);
            var half = scales[k] / 2 * TensorPrimitives.Dot<double>(along, rest);
            TensorPrimitives.MultiplyAdd(rest, -half, along, along);
            for (var i = k + 1; i < n; i++)
            {
                var row = a[i].AsSpan(k + 1);
                TensorPrimitives.MultiplyAdd(along, -v[i], row, row);
                TensorPrimitives.MultiplyAdd(rest, -product[i], row, row);
            }
        }
        for (var i = 0; i < n; i++) diagonal[i] = a[i][i];
        if (n > 1) beside[n - 2] = a[n - 1][n - 2];
        return Transposed(reflectors, scales);
    }

    /// <summary>Q = H_0 H_1 ... built from the last reflection on, so that only the part it touches is worked on; returned transposed.</summary>
    private static double[][] Transposed(double[][] reflectors, double[] scales)
    {
        var n = reflectors.Length;
        var q = new double[n][];
        for (var i = 0; i < n; i++)
        {
            q[i] = new double[n];
            q[i][i] = 1;
        }
        var sums = new double[n];
        for (var k = n - 3; k >= 0; k--)
        {
            if (scales[k] == 0) continue;
            var v = reflectors[k];
            var part = sums.AsSpan(k + 1);
            part.Clear();
            for (var i = k + 1; i < n; i++) TensorPrimitives.MultiplyAdd(q[i].AsSpan(k + 1), v[i], part, part);
            for (var i = k + 1; i < n; i++) TensorPrimitives.MultiplyAdd(part, -scales[k] * v[i], q[i].AsSpan(k + 1), q[i].AsSpan(k + 1));
        }
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++) (q[i][j], q[j][i]) = (q[j][i], q[i][j]);
        }
        return q;
    }

    // The sweeps need no vectors: their rotations are kept and applied afterwards, a strip of columns at a time, which stays in the nearest cache.
    private static void ImplicitQl(double[] d, double[] e, double[][] vectors)
    {
        var (n, shift, largest) = (d.Length, 0.0, 0.0);
        var turns = new List<(int Row, double Cosine, double Sine)>();
        for (var l = 0; l < n; l++)
        {
            largest = Math.Max(largest, Math.Abs(d[l]) + Math.Abs(e[l]));
            var m = l;
            while (m < n - 1 && Math.Abs(e[m]) > double.Epsilon && Math.Abs(e[m]) > 2.22e-16 * largest) m++;
            for (var sweep = 0; m > l; sweep++)
            {
                if (sweep == MostSweeps) throw new InvalidOperationException($"Eigenvalue {l} of {n} did not converge in {MostSweeps} sweeps; the matrix may hold infinities.");
                shift += Shift(d, e, l);
                Sweep(d, e, turns, l, m);
                if (Math.Abs(e[l]) <= 2.22e-16 * largest) break;
            }
            d[l] += shift;
            e[l] = 0;
            if (turns.Count >= MostTurns || l == n - 1) Apply(turns, vectors);
        }
    }

    private static void Apply(List<(int Row, double Cosine, double Sine)> turns, double[][] vectors)
    {
        Blocks.For(vectors.Length, ColumnStrip, (_, start, end) =>
        {
            foreach (var (row, c, s) in CollectionsMarshal.AsSpan(turns))
                Rotate(vectors[row].AsSpan(start, end - start), vectors[row + 1].AsSpan(start, end - start), c, s);
        });
        turns.Clear();
    }

    private static double Shift(double[] d, double[] e, int l)
    {
        var g = d[l];
        var p = (d[l + 1] - g) / (2 * e[l]);
        var r = p < 0 ? -double.Hypot(p, 1) : double.Hypot(p, 1);
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        var h = g - d[l];
        for (var i = l + 2; i < d.Length; i++) d[i] -= h;
        return h;
    }

    private static void Sweep(double[] d, double[] e, List<(int Row, double Cosine, double Sine)> turns, int l, int m)
    {
        var (p, c, c2, c3, s, s2) = (d[m], 1.0, 1.0, 1.0, 0.0, 0.0);
        var (next, after) = (d[l + 1], e[l + 1]);
        for (var i = m - 1; i >= l; i--)
        {
            (c3, c2, s2) = (c2, c, s);
            var g = c * e[i];
            var h = c * p;
            var r = double.Hypot(p, e[i]);
            e[i + 1] = s * r;
            s = e[i] / r;
            c = p / r;
            p = (c * d[i]) - (s * g);
            d[i + 1] = h + (s * ((c * g) + (s * d[i])));
            turns.Add((i, c, s));
        }
        p = -s * s2 * c3 * after * e[l] / next;
        e[l] = s * p;
        d[l] = c * p;
    }

    private static void Rotate(Span<double> first, Span<double> second, double c, double s)
    {
        var (wideC, wideS, t) = (new Vector<double>(c), new Vector<double>(s), 0);
        for (; t + Vector<double>.Count <= first.Length; t += Vector<double>.Count)
        {
            var x = new Vector<double>(first[t..]);
            var y = new Vector<double>(second[t..]);
            ((wideS * x) + (wideC * y)).CopyTo(second[t..]);
            ((wideC * x) - (wideS * y)).CopyTo(first[t..]);
        }
        for (; t < first.Length; t++) (first[t], second[t]) = ((c * first[t]) - (s * second[t]), (s * first[t]) + (c * second[t]));
    }
}
