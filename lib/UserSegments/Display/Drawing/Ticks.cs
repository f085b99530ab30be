namespace UserSegments.Display;

/// <summary>Round places on an axis: steps of 1, 2 or 5 times a power of ten.</summary>
internal static class Ticks
{
    public static (double Value, string Text)[] Linear(double low, double high, int count, bool percent = false)
    {
        var step = Step((high - low) / Math.Max(1, count));
        if (!(step > 0) || !double.IsFinite(step)) return [];
        var (first, last) = ((long)Math.Ceiling(low / step - 1e-9), (long)Math.Floor(high / step + 1e-9));
        var ticks = new (double, string)[Math.Clamp(last - first + 1, 0, 100)];
        for (var i = 0; i < ticks.Length; i++)
        {
            var value = (first + i) * step;
            ticks[i] = (value, Text(value, step, percent));
        }
        return ticks;
    }

    public static (double Value, string Text)[] Logarithmic(double low, double high, int count)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        var skip = Math.Max(1, (last - first) / Math.Max(1, count));
        int[] mantissas = last - first > 3 ? [1] : last - first > 1 ? [1, 3] : [1, 2, 5];
        var ticks = new List<(double, string)>();
        for (var power = first; power <= last; power++)
        {
            if ((power - first) % skip != 0) continue;
            foreach (var mantissa in mantissas)
            {
                var value = mantissa * Math.Pow(10, power);
                if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.Add((value, NumberText.Significant(value, 3)));
            }
        }
        return [.. ticks];
    }

    /// <summary>The smallest of 1, 2, 5 times a power of ten that is not below the rough step.</summary>
    internal static double Step(double rough)
    {
        if (!(rough > 0)) return 0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (var factor in new[] { 1, 2, 5 })
        {
            if (factor * power >= rough * (1 - 1e-9)) return factor * power;
        }
        return 10 * power;
    }

    private static string Text(double value, double step, bool percent)
    {
        if (percent) (value, step) = (value * 100, step * 100);
        var decimals = (int)Math.Max(0, -Math.Floor(Math.Log10(step) + 1e-9));
        var text = decimals > 5 || Math.Abs(value) >= 1e9 ? NumberText.Significant(value, 3) : NumberText.Fixed(value, decimals);
        return percent ? text + " %" : text;
    }
}
