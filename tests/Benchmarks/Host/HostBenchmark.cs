using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NotebookHost.Headless;
using NotebookHost.Tests.Jupyter;

namespace Benchmarks.Host;

/// <summary>The times of a kernel in a process of its own, and what the headless runner adds to a notebook.</summary>
/// <remarks>Each line: what, median of the runs, all runs, the target. Arguments: a NotebookHost.dll that is installed already, or none to install it.</remarks>
internal static class HostBenchmark
{
    private const int Starts = 5, Cells = 300;

    // What people write in a session: declarations, LINQ, methods, records, output, errors.
    private static readonly string[] Samples =
    [
        "var v{0} = Enumerable.Range(0, {0} + 5).Select(i => i * 2).ToList();\nv{0}.Sum()",
        "Console.WriteLine($\"line {0}: {{Math.Sqrt({0})}}\");",
        "int F{0}(int a) => a + {0};\nF{0}(1)",
        "record R{0}(string Name, double Value);\nnew R{0}(\"x\", {0}.5)",
        "var d{0} = new Dictionary<string, int> {{ [\"a\"] = {0} }};\nforeach (var (k, w) in d{0}) Console.WriteLine(k + w);",
        "display(HTML(\"<b>{0}</b>\"));\n\"text {0}\".ToUpperInvariant()",
    ];

    private static readonly string[] Drafts = ["Console.WriteL", "Enumerable.Range(0, 3).Sel", "System.Collections.Gen", "var t = \"x\"; t.", "Math.", "wh"];

    public static int Run(string[] arguments)
    {
        using var installed = arguments.Length == 0 ? InstalledHost.Create() : null;
        var host = installed?.Dll ?? arguments[0];
        var environment = InstalledHost.Environment(host);
        var (ready, first, firstLater) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            using var kernel = new KernelProcess(host, InstalledHost.Dotnet, 240, environment);
            kernel.Ask("kernel_info_request", []);
            ready.Add(kernel.Since.TotalMilliseconds);
            first.Add(Milliseconds(() => Cell(kernel, "var a = 40; a + 2")));
            kernel.Ask("shutdown_request", new JsonObject { ["restart"] = false }, onControl: true);
        }
        for (var i = 0; i < Starts; i++)
        {
            using var kernel = new KernelProcess(host, InstalledHost.Dotnet, 240, environment);
            kernel.Ask("kernel_info_request", []);
            // A person, or nbconvert's client, needs a moment; the kernel uses it.
            Thread.Sleep(1000);
            firstLater.Add(Milliseconds(() => Cell(kernel, "var a = 40; a + 2")));
        }
        Print("start to kernel_info_reply", ready, 500, "ms");
        Print("first cell, sent at once", first, 120, "ms");
        Print("first cell, a second later", firstLater, 120, "ms");
        using (var kernel = new KernelProcess(host, InstalledHost.Dotnet, 240, environment))
        {
            var (cells, completions) = (new List<double>(), new List<double>());
            for (var i = 0; i < Cells; i++)
            {
                var code = string.Format(CultureInfo.InvariantCulture, Samples[i % Samples.Length], i);
                cells.Add(Milliseconds(() => Cell(kernel, code)));
                if (i % 5 != 4) continue;
                var draft = Drafts[i / 5 % Drafts.Length];
                completions.Add(Milliseconds(() =>
                {
                    var (reply, _) = kernel.Ask("complete_request", new JsonObject { ["code"] = draft, ["cursor_pos"] = draft.Length });
                    if (reply["matches"] is not JsonArray { Count: > 0 }) throw new InvalidDataException($"no completion of {draft}");
                }));
            }
            kernel.Process.Refresh();
            Print("later cells", cells[1..], 15, "ms");
            Print("completion", completions, 30, "ms");
            Print($"memory after {Cells} cells", [kernel.Process.WorkingSet64 / 1048576.0], 600, "MB");
        }
        Headless(host);
        Headless(typeof(NotebookRunner).Assembly.Location);
        return 0;
    }

    /// <summary>A notebook of one cell: the whole command less that cell, and the runner less that cell.</summary>
    private static void Headless(string host)
    {
        var folder = Directory.CreateTempSubdirectory("host-benchmark-").FullName;
        var file = Path.Combine(folder, "one.ipynb");
        File.WriteAllText(file, """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","id":"a","metadata":{},"outputs":[],"execution_count":null,"source":"40 + 2"}]}""");
        var command = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            var cell = 0.0;
            var start = new ProcessStartInfo(InstalledHost.Dotnet, ["exec", host, "--notebooks", file, "--no-report"]) { RedirectStandardOutput = true };
            var whole = Milliseconds(() =>
            {
                using var process = Process.Start(start)!;
                var line = process.StandardOutput.ReadToEnd().Split('\n').First(text => text.Contains("[1/1]", StringComparison.Ordinal));
                cell = 1000 * double.Parse(line.Split(']')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
                process.WaitForExit();
                if (process.ExitCode != 0) throw new InvalidOperationException("the notebook failed");
            });
            command.Add(whole - cell);
        }
        var kind = host.Contains("Debug", StringComparison.Ordinal) || host.Contains("Release", StringComparison.Ordinal) ? "as built" : "as installed";
        Print($"headless: command less its cell, {kind}", command, 1000, "ms");
        Directory.Delete(folder, recursive: true);
    }

    private static void Cell(KernelProcess kernel, string code)
    {
        var (reply, _) = kernel.Execute(code);
        if ((string?)reply["status"] != "ok") throw new InvalidDataException($"{code}\n{reply}");
    }

    private static double Milliseconds(Action action)
    {
        var at = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(at).TotalMilliseconds;
    }

    private static void Print(string what, List<double> values, double target, string unit)
    {
        var sorted = values.Order().ToList();
        var median = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        var range = values.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"  (least {sorted[0]:0}, most {sorted[^1]:0}, of {values.Count})");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-48} {median,7:0.0} {unit}  target {target:0}  {(median <= target ? "met" : "MISSED")}{range}"));
    }
}
