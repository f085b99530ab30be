using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NotebookHost.Tests.Jupyter;

/// <summary>A front end's end of a socket, written from ZeroMQ's RFC 23 apart from the host's own code.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly TcpClient client = new();
    private readonly NetworkStream stream;

    public WireClient(int port, string type, string identity = "", bool handshake = true)
    {
        Connect(port);
        client.ReceiveTimeout = 60_000;
        client.NoDelay = true;
        stream = client.GetStream();
        if (!handshake) return;
        var greeting = new byte[64];
        (greeting[0], greeting[9], greeting[10], greeting[11]) = (0xFF, 0x7F, 3, 1);
        Encoding.ASCII.GetBytes("NULL").CopyTo(greeting, 12);
        stream.Write(greeting);
        stream.ReadExactly(greeting);
        using var ready = new MemoryStream();
        ready.Write(Encoding.ASCII.GetBytes("\u0005READY"));
        Property("Socket-Type", type);
        Property("Identity", identity);
        SendFrame(4, ready.ToArray());
        ReadFrame();

        void Property(string name, string value)
        {
            ready.WriteByte((byte)name.Length);
            ready.Write(Encoding.ASCII.GetBytes(name));
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
            ready.Write(length);
            ready.Write(Encoding.ASCII.GetBytes(value));
        }
    }

    /// <summary>Connects; a kernel that has only just been started is waited for.</summary>
    private void Connect(int port)
    {
        for (var began = Environment.TickCount64; ;)
        {
            try
            {
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && Environment.TickCount64 - began < 20_000)
            {
                Thread.Sleep(3);
            }
        }
    }

    public void SendRaw(byte[] bytes) => stream.Write(bytes);

    public void Send(params IReadOnlyList<byte[]> frames)
    {
        for (var i = 0; i < frames.Count; i++) SendFrame(i + 1 < frames.Count ? (byte)1 : (byte)0, frames[i]);
    }

    public List<byte[]> Read()
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = ReadFrame();
            if ((flags & 4) != 0) continue;
            frames.Add(body);
            if ((flags & 1) == 0) return frames;
        }
    }

    /// <summary>Whether the other end has closed the connection.</summary>
    public bool IsClosed()
    {
        try
        {
            client.ReceiveTimeout = 20_000;
            var buffer = new byte[256];
            while (stream.Read(buffer) > 0)
            {
            }
            return true;
        }
        catch (IOException e)
        {
            return e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
    }

    public void Dispose() => client.Dispose();

    private void SendFrame(byte flags, byte[] body)
    {
        var header = body.Length > 255 ? new byte[9] : [flags, (byte)body.Length];
        if (body.Length > 255)
        {
            header[0] = (byte)(flags | 2);
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), body.Length);
        }
        stream.Write([.. header, .. body]);
    }

    private (byte Flags, byte[] Body) ReadFrame()
    {
        var header = new byte[9];
        stream.ReadExactly(header, 0, 2);
        long length = header[1];
        if ((header[0] & 2) != 0)
        {
            stream.ReadExactly(header, 2, 7);
            length = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(1));
        }
        var body = new byte[length];
        stream.ReadExactly(body);
        return (header[0], body);
    }
}
