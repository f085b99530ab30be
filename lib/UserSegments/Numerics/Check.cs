using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace UserSegments.Numerics;

/// <summary>Argument guards: each names the argument, what was got and what was expected.</summary>
internal static class Check
{
    public static int AtLeast(int value, int minimum, [CallerArgumentExpression(nameof(value))] string? name = null, [CallerMemberName] string member = "") =>
        value >= minimum ? value : throw OutOfRange(Named(name, member), value, $"at least {minimum}");

    public static int InRange(int value, int minimum, int maximum, [CallerArgumentExpression(nameof(value))] string? name = null, [CallerMemberName] string member = "") =>
        value >= minimum && value <= maximum ? value : throw OutOfRange(Named(name, member), value, $"{minimum} to {maximum}");

    public static double InRange(double value, double minimum, double maximum, [CallerArgumentExpression(nameof(value))] string? name = null, [CallerMemberName] string member = "") =>
        value >= minimum && value <= maximum ? value : throw OutOfRange(Named(name, member), value, Text($"{minimum} to {maximum}"));

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null, [CallerMemberName] string member = "") =>
        value > 0 && double.IsFinite(value) ? value : throw OutOfRange(Named(name, member), value, "a finite number above 0");

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null, [CallerMemberName] string member = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(Named(name, member), value, "a finite number of at least 0");

    public static void SameLength(int actual, int expected, string name, string other)
    {
        if (actual != expected) throw new ArgumentException($"{name} has {actual} entries, expected {expected} as in {other}.", name);
    }

    /// <summary>Refuses NaN and infinities, naming the first offending row and column.</summary>
    public static Matrix Finite(Matrix matrix, [CallerArgumentExpression(nameof(matrix))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        // Exponent bits all set: infinite or NaN. Blocks that hold none are passed quickly; a bad value is then looked for in order.
        var bad = 0;
        Blocks.For(matrix.Values.Length, 1 << 16, (_, start, end) =>
        {
            if (!AllFinite(matrix.Values.AsSpan(start, end - start))) bad = 1;
        });
        if (bad == 0) return matrix;
        var at = Array.FindIndex(matrix.Values, value => !float.IsFinite(value));
        throw new ArgumentException(
            Text($"{name} holds {matrix.Values[at]} at row {at / matrix.Columns}, column {at % matrix.Columns}; expected finite numbers."), name);
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        var exponent = Vector256.Create(0x7F800000);
        var found = Vector256<int>.Zero;
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
            found |= Vector256.Equals(Vector256.Create(values.Slice(i, 8)).AsInt32() & exponent, exponent);
        if (found != Vector256<int>.Zero) return false;
        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return false;
        }
        return true;
    }

    /// <summary>In an <c>init</c> accessor the argument is called "value"; people know it by the property.</summary>
    private static string? Named(string? name, string member) => name == "value" ? member : name;

    private static ArgumentOutOfRangeException OutOfRange(string? name, object value, string expected) =>
        new(name, value, Text($"{name} is {value}, expected {expected}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
