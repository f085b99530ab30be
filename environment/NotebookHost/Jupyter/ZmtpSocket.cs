using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NotebookHost.Jupyter;

/// <summary>A bound socket with any number of peers; messages are handed over one at a time a peer.</summary>
internal sealed class ZmtpSocket : IDisposable
{
    private readonly TcpListener listener;
    private readonly string type;
    private readonly Action<ZmtpConnection, List<byte[]>> received;
    private readonly ConcurrentDictionary<ZmtpConnection, byte> peers = new();
    private readonly CancellationTokenSource stop = new();

    /// <summary>Binds and starts to accept.</summary>
    /// <param name="type"><c>ROUTER</c>, <c>PUB</c> or <c>REP</c>.</param>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="received">Told of each message.</param>
    public ZmtpSocket(string type, IPAddress address, int port, Action<ZmtpConnection, List<byte[]>> received)
    {
        (this.type, this.received) = (type, received);
        listener = new TcpListener(address, port);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The peers there are.</summary>
    public IEnumerable<ZmtpConnection> Peers => peers.Keys;

    /// <summary>Sends to every peer that subscribed to the topic.</summary>
    public void Publish(byte[] topic, IReadOnlyList<byte[]> frames)
    {
        foreach (var peer in peers.Keys)
        {
            if (peer.Wants(topic)) peer.Send([topic, .. frames]);
        }
    }

    /// <summary>Waits until what has arrived is read: a few milliseconds, a second at the most.</summary>
    public void Settle()
    {
        // Read, then handed on by a pool thread: three looks in a row must find nothing.
        for (var (looks, quiet) = (0, 0); looks < 500 && quiet < 3; looks++)
        {
            Thread.Sleep(2);
            quiet = peers.Keys.Any(peer => peer.HasUnread) ? 0 : quiet + 1;
        }
    }

    /// <summary>Waits a moment for what is queued to leave.</summary>
    public Task DrainAsync(TimeSpan limit) => Task.WhenAll(peers.Keys.Select(peer => peer.DrainAsync(limit)));

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Ended, or a peer that was gone before it was accepted.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await using var peer = new ZmtpConnection(client);
        try
        {
            await peer.HandshakeAsync(type, stop.Token);
            peers[peer] = 0;
            var writing = peer.WriteLoopAsync(stop.Token);
            while (!writing.IsCompleted) received(peer, await peer.ReadAsync(stop.Token));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (e is InvalidDataException) Console.Error.WriteLine($"A peer of the {type} socket was closed: {e.Message}");
        }
        finally
        {
            peers.TryRemove(peer, out _);
        }
    }
}
