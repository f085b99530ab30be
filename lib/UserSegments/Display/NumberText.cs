using System.Globalization;

namespace UserSegments.Display;

/// <summary>Numbers as text for tables and axes: few digits, always in the invariant culture.</summary>
/// <remarks>Not a number is written "–", infinities "∞" and "-∞"; negative zero is written as zero.</remarks>
public static class NumberText
{
    /// <summary>What stands where there is no number.</summary>
    public const string Missing = "–";

    /// <summary>A number with a few significant digits, without trailing zeros.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="digits">Significant digits, 1 to 15; whole parts are never cut.</param>
    public static string Significant(double value, int digits = 4)
    {
        Numerics.Check.InRange(digits, 1, 15);
        if (Special(value) is { } special) return special;
        if (NeedsExponent(Math.Abs(value))) return Exponent(value, digits);
        return Fixed(value, Decimals(Math.Abs(value), digits)).TrimTrailingZeros();
    }

    /// <summary>A number with a stated count of decimals and thousands separated by commas.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="decimals">0 to 15.</param>
    public static string Fixed(double value, int decimals)
    {
        Numerics.Check.InRange(decimals, 0, 15);
        if (Special(value) is { } special) return special;
        var text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return IsNegativeZero(text) ? text[1..] : text;
    }

    /// <summary>Formats a column so that its points stand below each other: the decimals that give the largest number its digits.</summary>
    /// <param name="values">The column; any numbers.</param>
    /// <param name="digits">Significant digits of the largest.</param>
    /// <remarks>A column that spans so many orders of magnitude that its small numbers would vanish is formatted number by number.</remarks>
    public static string[] Column(IReadOnlyList<double> values, int digits = 4)
    {
        ArgumentNullException.ThrowIfNull(values);
        Numerics.Check.InRange(digits, 1, 15);
        var sizes = values.Where(double.IsFinite).Select(Math.Abs).Where(size => size > 0).ToArray();
        if (sizes.Length == 0) return [.. values.Select(value => Fixed(value, 0))];
        var largest = sizes.Max();
        if (values.All(value => !double.IsFinite(value) || value == Math.Floor(value)) && largest < 1e15)
            return [.. values.Select(value => Fixed(value, 0))];
        var decimals = Decimals(largest, digits);
        if (NeedsExponent(largest) || sizes.Min() < 0.5 * Math.Pow(10, -decimals))
            return [.. values.Select(value => Significant(value, digits))];
        return [.. values.Select(value => Fixed(value, decimals))];
    }

    /// <summary>A number in a .NET format string of its own.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="format">The format, such as <c>0.0</c>.</param>
    internal static string Formatted(double value, string format)
    {
        if (Special(value) is { } special) return special;
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return IsNegativeZero(text) ? text[1..] : text;
    }

    /// <summary>Decimals that show the stated number of significant digits.</summary>
    /// <param name="size">An absolute value above 0.</param>
    /// <param name="digits">Significant digits.</param>
    internal static int Decimals(double size, int digits) =>
        size == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 15);

    private static bool NeedsExponent(double size) => size is > 0 and (< 1e-4 or >= 1e15);

    private static string Exponent(double value, int digits) =>
        value.ToString("0." + new string('#', digits - 1) + "e-0", CultureInfo.InvariantCulture);

    private static string? Special(double value) =>
        double.IsNaN(value) ? Missing : double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "-∞" : null;

    private static string TrimTrailingZeros(this string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private static bool IsNegativeZero(string text) => text is ['-', ..] && text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
}
