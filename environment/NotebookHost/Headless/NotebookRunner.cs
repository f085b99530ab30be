using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookHost.Engine;
using NotebookHost.Notebooks;

namespace NotebookHost.Headless;

/// <summary>Executes a notebook in a process of its own and gathers its outputs, also where that process dies.</summary>
/// <param name="timeout">The time limit of each cell.</param>
internal sealed class NotebookRunner(TimeSpan timeout)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Told of each cell as it starts (seconds is null) and ends.</summary>
    public Action<NotebookCell, int, double?>? CellProgress { get; init; }

    /// <summary>Executes a notebook; its cells get the new outputs.</summary>
    /// <param name="notebook">The notebook, its parameters set.</param>
    public NotebookRun Run(Notebook notebook)
    {
        var run = new NotebookRun(notebook);
        var watch = Stopwatch.StartNew();
        foreach (var cell in notebook.CodeCells) (cell.Outputs, cell.ExecutionCount) = ([], null);
        var job = new WorkerJob(Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!, timeout.TotalSeconds,
            [.. notebook.Cells.Index().Where(item => item.Item.IsCode).Select(item => new WorkerCell(item.Index, item.Item.Source, item.Item.Language, item.Item.Tags.Contains("raises-exception")))]);
        var jobFile = Path.GetTempFileName();
        try
        {
            File.WriteAllText(jobFile, JsonSerializer.Serialize(job));
            Execute(run, jobFile);
        }
        finally
        {
            File.Delete(jobFile);
        }
        run.Seconds = watch.Elapsed.TotalSeconds;
        return run;
    }

    /// <summary>How this host starts itself: through <c>dotnet</c>, so that it also works from a test.</summary>
    public static ProcessStartInfo Self(params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet()) { UseShellExecute = false };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(NotebookRunner).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>The program that runs this process, or one of that name on the path.</summary>
    public static string Dotnet()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var file = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(file) ? file : "dotnet";
    }

    private void Execute(NotebookRun run, string jobFile)
    {
        var start = Self("worker", jobFile);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        using var process = Process.Start(start)!;
        var stray = new StringBuilder();
        var (done, killed, current, began) = (false, false, -1, Stopwatch.GetTimestamp());
        process.ErrorDataReceived += (_, line) => Stray(line.Data);
        process.BeginErrorReadLine();
        using var watchdog = new Timer(_ =>
        {
            // The worker stops a cell by itself; this is for a worker that is stuck.
            if (Volatile.Read(ref current) < 0 || Stopwatch.GetElapsedTime(Volatile.Read(ref began)) < timeout + Grace) return;
            killed = true;
            process.Kill(entireProcessTree: true);
        }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // Native code may have printed without a line feed in front of the mark.
            var mark = line.IndexOf(WorkerEvent.Mark, StringComparison.Ordinal);
            if (mark != 0) Stray(mark < 0 ? line : line[..mark]);
            if (mark < 0) continue;
            var message = JsonSerializer.Deserialize<WorkerEvent>(line[(mark + 1)..])!;
            done |= message.Kind == "done";
            if (message.Kind == "start") Volatile.Write(ref began, Stopwatch.GetTimestamp());
            Volatile.Write(ref current, message.Kind switch { "start" => message.Cell, "end" => -1, _ => current });
            Apply(run, message);
        }
        process.WaitForExit();
        if (!done) Died(run, process.ExitCode, current, killed, stray.ToString());

        void Stray(string? text)
        {
            lock (stray)
            {
                if (text is not null && stray.Length < 10_000) stray.Append(text).Append('\n');
            }
        }
    }

    private void Apply(NotebookRun run, WorkerEvent message)
    {
        run.PeakBytes = Math.Max(run.PeakBytes, message.PeakBytes);
        if (message.Kind == "done") return;
        var cell = run.Notebook.Cells[message.Cell];
        switch (message.Kind)
        {
            case "start":
                cell.ExecutionCount = message.Number;
                CellProgress?.Invoke(cell, message.Number, null);
                break;
            case "outputs":
                cell.Outputs = message.Outputs!;
                break;
            case "end":
                run.CellSeconds[message.Cell] = message.Seconds;
                CellProgress?.Invoke(cell, message.Number, message.Seconds);
                if (message.Error is null) break;
                if (message.Error.MissingPackage is { } package && cell.Tags.Contains("needs-packages"))
                {
                    (run.Skipped, cell.Outputs) = ($"package {package} not found on the feed", []);
                    break;
                }
                (run.Error, run.FailedCell) = (message.Error, message.Cell);
                break;
        }
    }

    private void Died(NotebookRun run, int exitCode, int current, bool killed, string stray)
    {
        var text = killed
            ? string.Create(CultureInfo.InvariantCulture, $"The cell did not end within {timeout.TotalSeconds:0.###} s (--timeout) and could not be stopped; its process was ended.")
            : string.Create(CultureInfo.InvariantCulture, $"The notebook's process ended with exit code {exitCode}{(current < 0 ? "." : " while this cell ran.")}");
        string[] trace = stray.Length == 0 ? [text] : [text, .. stray.TrimEnd().Split('\n').Take(40)];
        (run.Error, run.FailedCell) = (new CellError("ProcessEnded", text, trace, null), current);
        if (current < 0) return;
        run.Notebook.Cells[current].Outputs.Add(new JsonObject
        {
            ["output_type"] = "error",
            ["ename"] = run.Error.Name,
            ["evalue"] = text,
            ["traceback"] = new JsonArray([.. trace.Select(line => JsonValue.Create(line))]),
        });
    }
}
