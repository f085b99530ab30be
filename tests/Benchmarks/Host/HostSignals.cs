using System.Globalization;
using NotebookHost.Headless;
using NotebookHost.Tests.Jupyter;

namespace Benchmarks.Host;

/// <summary>The test of signals many times over, each in a kernel of its own. Arguments: how often (200), a NotebookHost.dll (the one built).</summary>
/// <remarks>A kernel that stands still is ended after forty seconds; what its threads did is then printed from /proc, where there is one.</remarks>
internal static class HostSignals
{
    public static int Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 200;
        var host = arguments.Length > 1 ? arguments[1] : typeof(NotebookRunner).Assembly.Location;
        var (failed, slowest) = (0, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            using var kernel = new KernelProcess(host, InstalledHost.Dotnet, 40);
            using var watch = new Timer(_ => Threads(kernel.Process.Id), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
            try
            {
                SignalScenario.Play(kernel);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                failed++;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kernel {i + 1}: {e.Message}\n{kernel.Printed}"));
            }
            if (kernel.Since > slowest) slowest = kernel.Since;
            if (i % 20 == 19) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} kernels, {failed} failed, the slowest took {slowest.TotalSeconds:0.0} s"));
        }
        return failed;
    }

    /// <summary>Name, state, time used and place in the kernel of each thread.</summary>
    private static void Threads(int process)
    {
        if (!Directory.Exists($"/proc/{process}/task")) return;
        foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                var fields = File.ReadAllText(task + "/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Console.WriteLine($"  {File.ReadAllText(task + "/comm").Trim(),-16} {fields[0]} user {fields[11]} system {fields[12]} {File.ReadAllText(task + "/wchan")}");
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }
    }
}
