using System.Text.Json.Nodes;
using NotebookHost.Headless;

namespace NotebookHost.Tests.Jupyter;

/// <summary>What only a process can show: signals, its end, two of them at once. Each ends its kernel after a limit of its own.</summary>
public sealed class KernelProcessTests
{
    [Fact]
    public void Signals_BeforeDuringAndBetweenCells_EndWhatWasAskedForAndNothingElse()
    {
        if (OperatingSystem.IsWindows()) return;
        using var kernel = Start();
        SignalScenario.Play(kernel);
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
