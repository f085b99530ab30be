using System.Globalization;
using System.Runtime.CompilerServices;

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
        for (var row = 0; row < matrix.Rows; row++)
        {
            var values = matrix.Row(row);
            for (var column = 0; column < values.Length; column++)
            {
                if (!float.IsFinite(values[column]))
                    throw new ArgumentException(Text($"{name} holds {values[column]} at row {row}, column {column}; expected finite numbers."), name);
            }
        }
        return matrix;
    }

    /// <summary>In an <c>init</c> accessor the argument is called "value"; people know it by the property.</summary>
    private static string? Named(string? name, string member) => name == "value" ? member : name;

    private static ArgumentOutOfRangeException OutOfRange(string? name, object value, string expected) =>
        new(name, value, Text($"{name} is {value}, expected {expected}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
