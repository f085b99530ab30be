using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using NotebookHost.Engine;

namespace NotebookHost.Jupyter;

/// <summary>The Jupyter front end of the engine: five sockets, one thread that executes.</summary>
/// <remarks>Shell requests run one after the other; control requests (interrupt, shutdown) at once; heartbeats are echoed.</remarks>
internal sealed class JupyterKernel : IDisposable
{
    /// <summary>The version of Jupyter's messaging protocol.</summary>
    public const string ProtocolVersion = "5.4";

    private readonly NotebookEngine engine;
    private readonly ConnectionFile connection;
    private readonly byte[] key;
    private readonly string session = Guid.NewGuid().ToString("N");
    private readonly BlockingCollection<(ZmtpConnection Peer, JupyterMessage Message)> requests = [];
    private readonly BlockingCollection<JupyterMessage> inputs = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ShellRequests shell;
    private readonly ZmtpSocket iopubSocket, stdinSocket, shellSocket;
    private volatile bool ending;
    private readonly List<ZmtpSocket> sockets;

    /// <summary>Binds the sockets.</summary>
    public JupyterKernel(ConnectionFile connection, NotebookEngine engine)
    {
        (this.connection, this.engine) = (connection, engine);
        key = Encoding.UTF8.GetBytes(connection.Key);
        shell = new ShellRequests(this, engine);
        iopubSocket = new ZmtpSocket("PUB", connection.Address, connection.IOPub, (peer, frames) => peer.Subscribe(frames[0]));
        stdinSocket = new ZmtpSocket("ROUTER", connection.Address, connection.Stdin, (_, frames) => Guarded(() =>
        {
            var reply = JupyterMessage.Read(frames, key);
            if (reply.Type == "input_reply") inputs.Add(reply);
        }));
        shellSocket = new ZmtpSocket("ROUTER", connection.Address, connection.Shell, (peer, frames) => Guarded(() => Enqueue(peer, JupyterMessage.Read(frames, key))));
        sockets =
        [
            iopubSocket, stdinSocket,
            new ZmtpSocket("REP", connection.Address, connection.Heartbeat, (peer, frames) => peer.Send(frames)),
            new ZmtpSocket("ROUTER", connection.Address, connection.Control, (peer, frames) => Guarded(() => Control(peer, JupyterMessage.Read(frames, key)))),
            shellSocket,
        ];
    }

    /// <summary>Serves until a shutdown is asked for.</summary>
    public void Run()
    {
        Publish("status", new JsonObject { ["execution_state"] = "starting" }, []);
        var thread = new Thread(ServeShell) { IsBackground = true, Name = "shell" };
        thread.Start();
        ended.Task.Wait();
        foreach (var socket in sockets) socket.DrainAsync(TimeSpan.FromSeconds(1)).Wait();
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    public void Stop() => ended.TrySetResult();

    /// <summary>Stops the running cell and those that wait.</summary>
    /// <remarks>
    /// The interrupt comes on another way than the cells it is meant for; what has arrived by now but was not read yet is read first.
    /// </remarks>
    public void Interrupt()
    {
        shellSocket.Settle();
        engine.Interrupt();
    }

    /// <summary>Publishes to all front ends.</summary>
    public void Publish(string type, JsonObject content, JsonObject parent) =>
        iopubSocket.Publish(Encoding.ASCII.GetBytes($"kernel.{session}.{type}"), JupyterMessage.Create(type, content, parent, session).Write(key));

    /// <summary>Answers a request.</summary>
    public void Reply(ZmtpConnection peer, string type, JsonObject content, JupyterMessage request) =>
        peer.Send(JupyterMessage.Create(type, content, request.Header, session).Write(key));

    /// <summary>Takes the execute requests that wait, so that they can be aborted; others keep their place.</summary>
    public List<(ZmtpConnection Peer, JupyterMessage Message)> TakeWaitingExecutions()
    {
        var taken = new List<(ZmtpConnection, JupyterMessage)>();
        var kept = new List<(ZmtpConnection, JupyterMessage)>();
        while (requests.TryTake(out var next)) (next.Message.Type == "execute_request" ? taken : kept).Add(next);
        foreach (var other in kept) requests.Add(other);
        return taken;
    }

    /// <summary>Asks the front end that sent a request for a line.</summary>
    /// <returns>The line, or null where it cannot be asked.</returns>
    public string? Ask(ZmtpConnection peer, JupyterMessage request, string prompt, bool password, CancellationToken stop)
    {
        if (JupyterMessage.Flag(request.Content, "allow_stdin") == false) return null;
        // The front end's sockets share an identity.
        var stdin = stdinSocket.Peers.FirstOrDefault(other => other.Identity.AsSpan().SequenceEqual(peer.Identity)) ?? stdinSocket.Peers.FirstOrDefault();
        if (stdin is null) return null;
        while (inputs.TryTake(out _))
        {
        }
        Reply(stdin, "input_request", new JsonObject { ["prompt"] = prompt, ["password"] = password }, request);
        return JupyterMessage.Text(inputs.Take(stop).Content, "value") ?? "";
    }

    public void Dispose()
    {
        foreach (var socket in sockets) socket.Dispose();
        requests.Dispose();
        inputs.Dispose();
    }

    private void ServeShell()
    {
        foreach (var (peer, message) in requests.GetConsumingEnumerable())
        {
            Guarded(() => Serve(peer, message, () => shell.Handle(peer, message)));
            foreach (var (waiting, late) in shell.TakeAborted())
            {
                Guarded(() => Serve(waiting, late, () => Reply(waiting, "execute_reply", new JsonObject { ["status"] = "aborted" }, late)));
            }
        }
    }

    private void Enqueue(ZmtpConnection peer, JupyterMessage message) => requests.Add((peer, message with { Interrupts = engine.Interrupts }));

    private void Control(ZmtpConnection peer, JupyterMessage message)
    {
        switch (message.Type)
        {
            case "interrupt_request":
                Serve(peer, message, () =>
                {
                    Interrupt();
                    Reply(peer, "interrupt_reply", new JsonObject { ["status"] = "ok" }, message);
                });
                break;
            case "execute_request":
                Enqueue(peer, message);
                break;
            default:
                Serve(peer, message, () => shell.Handle(peer, message));
                break;
        }
    }

    /// <summary>Shuts down, as either channel may ask.</summary>
    public void Shutdown(ZmtpConnection peer, JupyterMessage message)
    {
        var content = new JsonObject { ["status"] = "ok", ["restart"] = JupyterMessage.Flag(message.Content, "restart") == true };
        Reply(peer, "shutdown_reply", content, message);
        Publish("shutdown_reply", (JsonObject)content.DeepClone(), message.Header);
        engine.Interrupt();
        ending = true;
    }

    private void Serve(ZmtpConnection peer, JupyterMessage message, Action handle)
    {
        Publish("status", new JsonObject { ["execution_state"] = "busy" }, message.Header);
        try
        {
            handle();
        }
        catch (Exception e)
        {
            // A front end that waits for an answer gets one; the kernel lives on.
            Console.Error.WriteLine($"{message.Type} failed: {e}");
            var failure = new JsonObject { ["status"] = "error", ["ename"] = e.GetType().Name, ["evalue"] = e.Message, ["traceback"] = new JsonArray() };
            if (message.Type.EndsWith("_request", StringComparison.Ordinal)) Reply(peer, message.Type[..^"request".Length] + "reply", failure, message);
        }
        finally
        {
            Publish("status", new JsonObject { ["execution_state"] = "idle" }, message.Header);
        }
        // Not before the last status is out.
        if (ending) Stop();
    }

    /// <summary>What a peer sends must never end the kernel.</summary>
    private static void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"Rejected: {e.Message}");
        }
    }
}
