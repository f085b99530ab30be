using System.Diagnostics;
using System.Text;
using NotebookHost.Headless;

namespace NotebookHost.Packages;

/// <summary>Runs the SDK that this host was built with, so that no second one has to be shipped.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs <c>dotnet</c> and waits.</summary>
    /// <param name="folder">Where it runs; <c>global.json</c> is looked for there.</param>
    /// <param name="stop">Ends it, with its children.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The exit code, and both streams together.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (int ExitCode, string Output) Run(string folder, CancellationToken stop, params string[] arguments)
    {
        var start = new ProcessStartInfo(NotebookRunner.Dotnet(), arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // What an outer 'dotnet run' or 'dotnet test' left must not steer the inner build; no server may outlive it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["DOTNET_CLI_UI_LANGUAGE"], start.Environment["DOTNET_NOLOGO"]) = ("1", "en", "1");
        (start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"], start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"]) = ("1", "0");
        start.Environment.Remove("CI");
        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (stop.Register(() => Kill(process))) process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        return (process.ExitCode, output.ToString());

        void Add(string? line)
        {
            lock (output)
            {
                if (line is not null) output.Append(line).Append('\n');
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }
}
