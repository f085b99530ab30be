using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NotebookHost.Engine;

/// <summary>Turns exceptions into what a reader of the notebook needs: message, then frames down to the cell and no further.</summary>
internal static partial class ErrorReport
{
    /// <summary>The report of an exception that a cell ended with.</summary>
    public static CellError Of(Exception exception)
    {
        exception = Unwrap(exception);
        if (exception is CompilationFailedException or MagicException)
        {
            var place = PlaceInMessage().Match(exception.Message);
            return new(exception is MagicException ? "MagicError" : "CompilationError", exception.Message.Split('\n')[0], exception.Message.Split('\n'),
                place.Success ? int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture) : null, (exception as MagicException)?.MissingPackage);
        }
        if (exception is CellTimeoutException or CellInterruptedException)
        {
            return new(exception is CellTimeoutException ? "TimeoutError" : "KeyboardInterrupt", exception.Message, [exception.Message], null);
        }
        var lines = new List<string>();
        Append(lines, exception, "");
        var frame = lines.Select(line => FrameLine().Match(line)).FirstOrDefault(match => match.Success);
        return new(exception.GetType().FullName ?? exception.GetType().Name, exception.Message, lines,
            frame is null ? null : int.Parse(frame.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static Exception Unwrap(Exception exception)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && exception.InnerException is { } inner) exception = inner;
        return exception;
    }

    private static void Append(List<string> lines, Exception exception, string prefix)
    {
        lines.AddRange($"{prefix}{exception.GetType()}: {exception.Message}".Split('\n'));
        lines.AddRange(Frames(exception.StackTrace));
        if (exception.InnerException is { } inner) Append(lines, Unwrap(inner), " ---> ");
    }

    private static IEnumerable<string> Frames(string? stackTrace)
    {
        if (stackTrace is null) return [];
        var frames = stackTrace.ReplaceLineEndings("\n").Split('\n').ToList();
        var last = frames.FindLastIndex(frame => CellFrame().IsMatch(frame));
        if (last >= 0) frames.RemoveRange(last + 1, frames.Count - last - 1);
        return frames.Where(frame => !frame.Contains("--- End of stack trace", StringComparison.Ordinal)).Select(Rewrite);
    }

    private static string Rewrite(string frame)
    {
        frame = Initialiser().Replace(frame, "at ");
        frame = AsyncMethod().Replace(frame, "at $1()");
        frame = LocalMethod().Replace(frame, "at ");
        return CellFrame().Replace(frame, "$1, line $2").Replace("at  in ", "at ", StringComparison.Ordinal);
    }

    // Submission#3.<<Initialize>>d__0.MoveNext() is the cell itself; Submission#3.Name(…) is a method declared in it.
    [GeneratedRegex(@"at Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\)")]
    private static partial Regex Initialiser();

    [GeneratedRegex(@"at Submission#\d+\.<(\w+)>d__\d+(?:`\d+)?\.MoveNext\(\)")]
    private static partial Regex AsyncMethod();

    // The same of F#: <StartupCode$FSI_0005>.$FSI_0005.main@() and FSI_0005.f(Int32 a).
    [GeneratedRegex(@"at (?:Submission#\d+[.+]|<StartupCode\$FSI_\d+>\S*\.main@\(\)|FSI_\d+[.+])")]
    private static partial Regex LocalMethod();

    [GeneratedRegex(@"(?<=\bin )(?:\S.*[/\\])?(cell \d+):line (\d+)")]
    private static partial Regex CellFrame();

    [GeneratedRegex(@"cell \d+, line (\d+)")]
    private static partial Regex FrameLine();

    [GeneratedRegex(@"^cell \d+, line (\d+)")]
    private static partial Regex PlaceInMessage();
}
