using System.Text.Json.Nodes;

namespace NotebookHost.Tests.Jupyter;

/// <summary>The signal of Ctrl+C before, during and between cells: what was asked for before it ends, and nothing else.</summary>
internal static class SignalScenario
{
    private const string Endless = "Console.WriteLine(\"on\"); while (true) { }";

    /// <summary>Plays it on a kernel that has just started.</summary>
    /// <exception cref="InvalidDataException">The kernel did something else; the message says at which step.</exception>
    public static void Play(KernelProcess kernel)
    {
        kernel.Execute("var kept = 7;");
        var running = kernel.SendShell("execute_request", new JsonObject { ["code"] = Endless });
        kernel.ReadUntil(running, "stream");
        kernel.Signal();
        Expect("a running cell", "KeyboardInterrupt", kernel.ReadShell()["ename"]);

        // Sent and at once interrupted: queued or compiling, it ends; so does the one behind it.
        kernel.SendShell("execute_request", new JsonObject { ["code"] = "kept = 8; while (true) { }" });
        kernel.SendShell("execute_request", new JsonObject { ["code"] = "kept = 9;" });
        kernel.Signal();
        Expect("a cell that was only sent", "KeyboardInterrupt", kernel.ReadShell()["ename"]);
        Expect("the cell behind it", "aborted", kernel.ReadShell()["status"]);

        // With nothing to end, an interrupt ends nothing, neither now nor later. (A signal is handled some time after it was sent.)
        Expect("an interrupt of nothing", "ok", kernel.Ask("interrupt_request", [], onControl: true).Reply["status"]);
        Expect("the next cell", "1", kernel.Execute("kept / kept").Published.Last().Content["data"]?["text/plain"]);
        if (kernel.Process.HasExited) throw new InvalidDataException("the kernel has ended");
    }

    private static void Expect(string what, string expected, JsonNode? got)
    {
        if ((string?)got != expected) throw new InvalidDataException($"{what}: expected {expected}, got {got?.ToJsonString() ?? "nothing"}");
    }
}
