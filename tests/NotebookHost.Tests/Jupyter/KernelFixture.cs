using System.Net;
using NotebookHost.Engine;
using NotebookHost.Jupyter;

namespace NotebookHost.Tests.Jupyter;

/// <summary>A kernel in this process and a front end that talks to it over TCP.</summary>
public sealed class KernelFixture : FrontEnd
{
    private readonly (JupyterKernel Kernel, Thread Thread) served;

    public KernelFixture() : this(FreePorts(5))
    {
    }

    private KernelFixture(int[] ports) : this(ports, Start(ports))
    {
    }

    private KernelFixture(int[] ports, (JupyterKernel, Thread) served) : base(ports)
    {
        this.served = served;
        Thread.Sleep(100);
    }

    protected override void Dispose(bool disposing)
    {
        served.Kernel.Stop();
        served.Thread.Join(5000);
        base.Dispose(disposing);
        served.Kernel.Dispose();
    }

    private static (JupyterKernel, Thread) Start(int[] ports)
    {
        var connection = new ConnectionFile { Address = IPAddress.Loopback, Shell = ports[0], IOPub = ports[1], Stdin = ports[2], Control = ports[3], Heartbeat = ports[4], Key = "secret" };
        var kernel = new JupyterKernel(connection, new NotebookEngine(AppContext.BaseDirectory));
        var thread = new Thread(kernel.Run) { IsBackground = true };
        thread.Start();
        return (kernel, thread);
    }
}
