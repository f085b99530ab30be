using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NotebookHost.Engine;

namespace NotebookHost.Jupyter;

/// <summary>Runs the kernel that a Jupyter server starts.</summary>
internal static partial class KernelCommand
{
    /// <summary>Serves until the front end shuts the kernel down.</summary>
    /// <param name="connectionFile">The file that Jupyter wrote.</param>
    public static int Run(string connectionFile)
    {
        JupyterKernel? served = null;
        // A server that a script started in the background ignores SIGINT and leaves that to its kernels; the runtime would keep to it.
        if (!OperatingSystem.IsWindows()) Signal(2, 0);
        // Before anything else: a signal in the first moments must not end the process.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Volatile.Read(ref served)?.Interrupt();
        });
        ConnectionFile connection;
        try
        {
            connection = ConnectionFile.Load(connectionFile);
        }
        catch (InvalidDataException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        CSharp.WarmUp.Start();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Background.Install();
        var engine = new NotebookEngine(Directory.GetCurrentDirectory());
        using var kernel = new JupyterKernel(connection, engine);
        Volatile.Write(ref served, kernel);
        using var parent = WatchParent(kernel);
        kernel.Run();
        // A cell that is stuck must not keep the process, nor what it left to be done at the end.
        new Thread(() =>
        {
            Thread.Sleep(3000);
            Process.GetCurrentProcess().Kill();
        }) { IsBackground = true }.Start();
        Environment.Exit(0);
        return 0;
    }

    /// <summary>Sets what a signal does; 0 for the usual.</summary>
    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    /// <summary>Ends the kernel when the server that started it is gone.</summary>
    private static Timer? WatchParent(JupyterKernel kernel)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= 1) return null;
        return new Timer(_ =>
        {
            try
            {
                using var process = Process.GetProcessById(id);
                if (!process.HasExited) return;
            }
            catch (ArgumentException)
            {
                // There is no such process any more.
            }
            kernel.Stop();
        }, null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
    }
}
