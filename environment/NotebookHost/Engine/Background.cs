using System.Runtime.ExceptionServices;

namespace NotebookHost.Engine;

/// <summary>Exceptions that no cell waits for: shown at the cell that started the code; the process lives on.</summary>
internal static class Background
{
    private static int installed;

    /// <summary>Catches what would end the process, once a process.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref installed, 1) == 1) return;
        ExceptionHandling.SetUnhandledExceptionHandler(exception =>
        {
            Report(exception);
            return true;
        });
    }

    /// <summary>Writes an exception to the cell whose code threw it, or to the host's own error stream.</summary>
    public static void Report(Exception exception)
    {
        if (exception is OperationCanceledException) return;
        Console.Error.WriteLine("Unhandled exception on a background thread:\n" + string.Join('\n', ErrorReport.Of(exception).Trace));
    }
}
