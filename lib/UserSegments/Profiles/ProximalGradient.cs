namespace UserSegments.Profiles;

/// <summary>Minimises a smooth convex function plus l1 |x| over x with some coordinates held at 0 or above (FISTA with restart; Beck and Teboulle, 2009).</summary>
internal static class ProximalGradient
{
    /// <summary>Takes a point, fills the gradient, returns the value.</summary>
    public delegate double Smooth(double[] point, double[] gradient);

    public static (double[] Point, double Value, int Iterations) Minimise(
        Smooth smooth, double[] start, bool[] nonNegative, double[] l1, int maximumIterations, double tolerance)
    {
        var n = start.Length;
        var (x, momentum, gradient, next, unused) = ((double[])start.Clone(), (double[])start.Clone(), new double[n], new double[n], new double[n]);
        Project(x, nonNegative, l1, 0);
        x.CopyTo(momentum, 0);
        var (step, t) = (1.0, 1.0);
        var value = smooth(x, unused) + Penalty(x, l1);
        var quiet = 0;
        for (var iteration = 1; iteration <= maximumIterations; iteration++)
        {
            var at = smooth(momentum, gradient);
            double nextSmooth;
            // Backtracking: the step is right when the quadratic model lies above the function.
            while (true)
            {
                for (var i = 0; i < n; i++) next[i] = momentum[i] - step * gradient[i];
                Project(next, nonNegative, l1, step);
                var (linear, square) = (0.0, 0.0);
                for (var i = 0; i < n; i++)
                {
                    var move = next[i] - momentum[i];
                    (linear, square) = (linear + gradient[i] * move, square + move * move);
                }
                nextSmooth = smooth(next, unused);
                if (nextSmooth <= at + linear + square / (2 * step) + 1e-13 * Math.Abs(at) || step < 1e-12) break;
                step /= 2;
            }
            var nextValue = nextSmooth + Penalty(next, l1);
            if (nextValue > value && t > 1)
            {
                // The momentum overshot: start again from the best point.
                t = 1;
                x.CopyTo(momentum, 0);
                continue;
            }
            var tNext = (1 + Math.Sqrt(1 + 4 * t * t)) / 2;
            for (var i = 0; i < n; i++) momentum[i] = next[i] + (t - 1) / tNext * (next[i] - x[i]);
            next.CopyTo(x, 0);
            t = tNext;
            quiet = Math.Abs(value - nextValue) <= tolerance * Math.Max(1e-12, Math.Abs(value)) ? quiet + 1 : 0;
            value = nextValue;
            if (quiet >= 3) return (x, value, iteration);
            step *= 1.05;
        }
        return (x, value, maximumIterations);
    }

    private static void Project(double[] point, bool[] nonNegative, double[] l1, double step)
    {
        for (var i = 0; i < point.Length; i++)
        {
            var shrunk = Math.CopySign(Math.Max(0, Math.Abs(point[i]) - step * l1[i]), point[i]);
            point[i] = nonNegative[i] ? Math.Max(0, shrunk) : shrunk;
        }
    }

    private static double Penalty(double[] point, double[] l1)
    {
        var sum = 0.0;
        for (var i = 0; i < point.Length; i++) sum += l1[i] * Math.Abs(point[i]);
        return sum;
    }
}
