using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NotebookHost.Engine;

namespace NotebookHost.Headless;

/// <summary>The process that executes one notebook: submissions never unload, so memory is given back by ending.</summary>
internal sealed class Worker : IDisposable
{
    private readonly TextWriter events = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = false };
    private readonly NotebookOutputs outputs = new();

    /// <summary>Runs a job file and reports on standard output.</summary>
    /// <returns>The exit code: 0 even where a cell failed, which is an event.</returns>
    public int Run(string jobFile)
    {
        var job = JsonSerializer.Deserialize<WorkerJob>(File.ReadAllText(jobFile))!;
        // A notebook prints the same on every machine.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        Directory.SetCurrentDirectory(job.Folder);
        Background.Install();
        var engine = new NotebookEngine(job.Folder);
        var number = 0;
        foreach (var cell in job.Cells)
        {
            if (string.IsNullOrWhiteSpace(cell.Source)) continue;
            Send(new WorkerEvent("start", cell.Index, ++number));
            var watch = Stopwatch.StartNew();
            var error = engine.Execute(cell.Source, cell.Language, number, outputs.Sink(cell.Index, number), TimeSpan.FromSeconds(job.TimeoutSeconds));
            if (error is not null) outputs.Error(cell.Index, error);
            SendOutputs();
            Send(new WorkerEvent("end", cell.Index, number, watch.Elapsed.TotalSeconds, PeakBytes(), Error: cell.MayFail ? null : error));
            if (error is not null && !cell.MayFail) break;
        }
        SendOutputs();
        Send(new WorkerEvent("done", PeakBytes: PeakBytes()));
        return 0;
    }

    public void Dispose() => events.Dispose();

    private void SendOutputs()
    {
        foreach (var (cell, changed) in outputs.TakeChanges()) Send(new WorkerEvent("outputs", cell, Outputs: changed));
    }

    private void Send(WorkerEvent message)
    {
        events.Write(WorkerEvent.Mark);
        events.WriteLine(JsonSerializer.Serialize(message));
        events.Flush();
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
