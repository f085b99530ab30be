using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace NotebookHost.Jupyter;

/// <summary>One peer of a socket: ZMTP 3.0 over TCP with the NULL mechanism.</summary>
/// <remarks>
/// Greeting and handshake as in ZeroMQ RFC 23. A peer that breaks the protocol, or sends more than
/// <see cref="MaxMessageBytes"/>, is closed; the socket and the kernel live on.
/// </remarks>
internal sealed class ZmtpConnection : IAsyncDisposable
{
    /// <summary>The largest message that is read.</summary>
    public const long MaxMessageBytes = 64 << 20;

    private const int MaxFrames = 1024, MaxSubscriptions = 1024, MaxQueue = 100_000, GreetingBytes = 64;
    private const byte More = 1, Long = 2, Command = 4;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    private readonly TcpClient client;
    private readonly BufferedStream input;
    private readonly NetworkStream output;
    private readonly Channel<byte[]> queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxQueue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly List<byte[]> subscriptions = [];

    /// <summary>A connection that was accepted.</summary>
    public ZmtpConnection(TcpClient client)
    {
        this.client = client;
        client.NoDelay = true;
        output = client.GetStream();
        // Only for reading: a buffer that read ahead cannot also write.
        input = new BufferedStream(output, 1 << 16);
    }

    /// <summary>The identity that the peer gave itself; empty where it gave none.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Whether bytes have arrived that nobody has read.</summary>
    public bool HasUnread
    {
        get
        {
            try
            {
                return client.Connected && client.Available > 0;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>Exchanges greetings and READY commands.</summary>
    /// <param name="socketType">The type of this end.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <exception cref="InvalidDataException">The peer does not speak ZMTP 3 with the NULL mechanism.</exception>
    public async Task HandshakeAsync(string socketType, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(HandshakeLimit);
        var greeting = new byte[GreetingBytes];
        (greeting[0], greeting[8], greeting[9], greeting[10]) = (0xFF, 1, 0x7F, 3);
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        await output.WriteAsync(greeting, limited.Token);
        await input.ReadExactlyAsync(greeting, limited.Token);
        if (greeting[0] != 0xFF || (greeting[9] & 1) == 0 || greeting[10] < 3) throw new InvalidDataException("The peer's greeting is not that of ZMTP 3.");
        if (!greeting.AsSpan(12, 20).StartsWith("NULL\0"u8)) throw new InvalidDataException("The peer asks for a security mechanism; only NULL is spoken here.");
        var ready = new MemoryStream();
        ready.Write("\u0005READY"u8);
        Property(ready, "Socket-Type", Encoding.ASCII.GetBytes(socketType));
        Property(ready, "Identity", []);
        await output.WriteAsync(Frame(ready.ToArray(), Command), limited.Token);
        var (flags, body) = await ReadFrameAsync(GreetingBytes * 64, limited.Token);
        if ((flags & Command) == 0) throw new InvalidDataException("The peer sent a message before READY.");
        Identity = ReadIdentity(body);
    }

    /// <summary>Reads one message; commands between messages are passed over.</summary>
    /// <exception cref="InvalidDataException">The message is too large.</exception>
    /// <exception cref="EndOfStreamException">The peer is gone.</exception>
    public async Task<List<byte[]>> ReadAsync(CancellationToken stop)
    {
        var frames = new List<byte[]>();
        var left = MaxMessageBytes;
        while (true)
        {
            var (flags, body) = await ReadFrameAsync(left, stop);
            if ((flags & Command) != 0) continue;
            frames.Add(body);
            left -= body.Length;
            if (frames.Count > MaxFrames) throw new InvalidDataException($"A message has more than {MaxFrames} frames.");
            if ((flags & More) == 0) return frames;
        }
    }

    /// <summary>Queues a message; a peer that does not read for very long is closed.</summary>
    public void Send(params IReadOnlyList<byte[]> frames)
    {
        var message = new MemoryStream();
        for (var i = 0; i < frames.Count; i++) message.Write(Frame(frames[i], i + 1 < frames.Count ? More : (byte)0));
        if (!queue.Writer.TryWrite(message.ToArray())) client.Close();
    }

    /// <summary>Writes what is queued until the connection ends.</summary>
    public async Task WriteLoopAsync(CancellationToken stop)
    {
        await foreach (var message in queue.Reader.ReadAllAsync(stop)) await output.WriteAsync(message, stop);
    }

    /// <summary>Waits a moment for what is queued to leave.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        queue.Writer.TryComplete();
        await Task.WhenAny(queue.Reader.Completion, Task.Delay(limit));
        await Task.Delay(20);
    }

    /// <summary>Takes note of a subscription (<c>1</c> and topic) or its end (<c>0</c> and topic).</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Subscribe(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty) return;
        var topic = message[1..].ToArray();
        lock (subscriptions)
        {
            if (message[0] == 1 && subscriptions.Count == MaxSubscriptions) throw new InvalidDataException($"A peer has more than {MaxSubscriptions} subscriptions.");
            if (message[0] == 1) subscriptions.Add(topic);
            else if (message[0] == 0) subscriptions.Remove(subscriptions.Find(known => known.AsSpan().SequenceEqual(topic)) ?? topic);
        }
    }

    /// <summary>Whether the peer subscribed to a topic.</summary>
    public bool Wants(ReadOnlySpan<byte> topic)
    {
        lock (subscriptions)
        {
            foreach (var subscription in subscriptions)
            {
                if (topic.StartsWith(subscription)) return true;
            }
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await input.DisposeAsync();
        client.Dispose();
    }

    private async Task<(byte Flags, byte[] Body)> ReadFrameAsync(long limit, CancellationToken stop)
    {
        var header = new byte[9];
        await input.ReadExactlyAsync(header.AsMemory(0, 2), stop);
        long length = header[1];
        if ((header[0] & Long) != 0)
        {
            await input.ReadExactlyAsync(header.AsMemory(2, 7), stop);
            length = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(1));
        }
        if ((header[0] & ~(More | Long | Command)) != 0) throw new InvalidDataException("A frame has unknown flags.");
        if (length < 0 || length > limit) throw new InvalidDataException($"A frame of {length} bytes is larger than the {limit} that are allowed.");
        var body = new byte[length];
        await input.ReadExactlyAsync(body, stop);
        return (header[0], body);
    }

    private static byte[] Frame(ReadOnlySpan<byte> body, byte flags)
    {
        var isLong = body.Length > 255;
        var frame = new byte[body.Length + (isLong ? 9 : 2)];
        frame[0] = (byte)(flags | (isLong ? Long : 0));
        if (isLong) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(1), body.Length);
        else frame[1] = (byte)body.Length;
        body.CopyTo(frame.AsSpan(isLong ? 9 : 2));
        return frame;
    }

    private static void Property(MemoryStream to, string name, byte[] value)
    {
        to.WriteByte((byte)name.Length);
        to.Write(Encoding.ASCII.GetBytes(name));
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        to.Write(length);
        to.Write(value);
    }

    private static byte[] ReadIdentity(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("\u0005READY"u8)) throw new InvalidDataException("The peer's first command is not READY.");
        body = body[6..];
        while (body.Length > 0)
        {
            int name = body[0];
            if (body.Length < 1 + name + 4) break;
            var value = BinaryPrimitives.ReadInt32BigEndian(body[(1 + name)..]);
            if (value < 0 || body.Length < 1 + name + 4 + value) break;
            if (Encoding.ASCII.GetString(body.Slice(1, name)).Equals("Identity", StringComparison.OrdinalIgnoreCase)) return body.Slice(5 + name, value).ToArray();
            body = body[(5 + name + value)..];
        }
        return [];
    }
}
