using System.Diagnostics;
using System.Globalization;
using NotebookHost.Headless;
using NotebookHost.Tests.Fuzzing;
using NotebookHost.Tests.Jupyter;

namespace Benchmarks.Host;

/// <summary>The long run of the fuzzers of tests/NotebookHost.Tests. Arguments: how many of each (10000), the seed (1).</summary>
internal static class HostFuzz
{
    public static int Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 10_000;
        var seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 1;
        var watch = Stopwatch.StartNew();
        var (read, refused) = new NotebookFuzz(seed).Run(count);
        Say($"notebooks: {read} read and saved, {refused} refused, no partial file ({watch.Elapsed.TotalSeconds:0} s)");
        watch.Restart();
        var (done, refusedLines) = new MagicFuzz(seed).Run(count);
        Say($"magic lines: {done} carried out, {refusedLines} refused ({watch.Elapsed.TotalSeconds:0} s)");
        watch.Restart();
        using var kernel = new KernelProcess(typeof(NotebookRunner).Assembly.Location, InstalledHost.Dotnet, 3600);
        foreach (var (kind, sent) in new WireFuzz(kernel, seed).Run(count)) Say($"messages, {kind}: {sent}");
        kernel.Process.Refresh();
        Say($"the kernel lives, {kernel.Process.WorkingSet64 >> 20} MB ({watch.Elapsed.TotalSeconds:0} s)");
        return kernel.Process.HasExited ? 1 : 0;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
