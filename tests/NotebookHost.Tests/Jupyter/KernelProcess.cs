using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace NotebookHost.Tests.Jupyter;

/// <summary>A kernel in a process of its own, started as Jupyter starts it. Its output goes into a file: an orphan that held a pipe would hang the caller.</summary>
public sealed partial class KernelProcess : FrontEnd
{
    private readonly Started started;

    /// <summary>Starts the host and connects.</summary>
    /// <param name="host">NotebookHost.dll.</param>
    /// <param name="program">The program that runs it, dotnet for instance.</param>
    /// <param name="limitSeconds">After so long it is ended, whatever it does.</param>
    /// <param name="environment">The variables that the kernelspec sets, if any.</param>
    public KernelProcess(string host, string program, double limitSeconds = 60, IReadOnlyDictionary<string, string>? environment = null)
        : this(new Started(host, program, FreePorts(5), limitSeconds, environment))
    {
    }

    private KernelProcess(Started started) : base(started.Ports) => this.started = started;

    /// <summary>The kernel's process.</summary>
    public Process Process => started.Process;

    /// <summary>The time since the process was started.</summary>
    public TimeSpan Since => Stopwatch.GetElapsedTime(started.At);

    /// <summary>What the process printed so far.</summary>
    public string Printed => File.ReadAllText(started.Log);

    /// <summary>Sends the signal of Ctrl+C.</summary>
    public void Signal() => _ = Kill(Process.Id, 2);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        started.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private sealed class Started : IDisposable
    {
        private readonly Timer limit;
        private readonly string folder = Directory.CreateTempSubdirectory("notebook-host-kernel-").FullName;

        public Started(string host, string program, int[] ports, double limitSeconds, IReadOnlyDictionary<string, string>? environment)
        {
            Ports = ports;
            var file = Path.Combine(folder, "connection.json");
            File.WriteAllText(file, new JsonObject
            {
                ["transport"] = "tcp", ["ip"] = "127.0.0.1", ["key"] = "secret", ["signature_scheme"] = "hmac-sha256",
                ["shell_port"] = ports[0], ["iopub_port"] = ports[1], ["stdin_port"] = ports[2], ["control_port"] = ports[3], ["hb_port"] = ports[4],
            }.ToJsonString());
            Log = Path.Combine(folder, "log");
            var start = new ProcessStartInfo("/bin/sh", ["-c", "log=\"$1\"; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", Log, program, host, "kernel", file]) { WorkingDirectory = folder };
            start.Environment["JPY_PARENT_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
            At = Stopwatch.GetTimestamp();
            Process = Process.Start(start)!;
            // A test that starts a process has a limit of its own: the kernel ends, and whoever reads from it with it.
            limit = new Timer(_ => End(), null, TimeSpan.FromSeconds(limitSeconds), Timeout.InfiniteTimeSpan);
        }

        public int[] Ports { get; }

        public string Log { get; }

        public long At { get; }

        public Process Process { get; }

        public void Dispose()
        {
            limit.Dispose();
            End();
            Process.WaitForExit(5000);
            Process.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private void End()
        {
            if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        }
    }
}
