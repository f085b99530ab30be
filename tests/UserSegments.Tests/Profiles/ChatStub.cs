using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace UserSegments.Tests.Profiles;

/// <summary>A server on the loopback that speaks OpenAI's chat completions and answers as it is told, one answer a request.</summary>
internal sealed class ChatStub : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Queue<Func<HttpListenerContext, Task>> answers = new();

    public ChatStub()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        Endpoint = new Uri($"http://127.0.0.1:{port}/v1");
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Endpoint { get; }

    public List<string> Requests { get; } = [];

    public ChatStub Says(string content, string finish = "stop") => Then(context => WriteAsync(context, JsonSerializer.Serialize(new
    {
        choices = new[] { new { message = new { role = "assistant", content }, finish_reason = finish } },
        usage = new { total_tokens = 100 },
    })));

    public ChatStub SaysRaw(string body) => Then(context => WriteAsync(context, body));

    public ChatStub Fails(int status) => Then(context =>
    {
        context.Response.StatusCode = status;
        context.Response.Close();
        return Task.CompletedTask;
    });

    public ChatStub Waits(TimeSpan time) => Then(async context =>
    {
        await Task.Delay(time);
        context.Response.Abort();
    });

    /// <summary>Promises more bytes than it sends.</summary>
    public ChatStub HangsUp() => Then(async context =>
    {
        context.Response.ContentLength64 = 1000;
        await context.Response.OutputStream.WriteAsync("{\"choices\""u8.ToArray());
        context.Response.Abort();
    });

    public void Dispose() => listener.Close();

    private ChatStub Then(Func<HttpListenerContext, Task> answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using (var reader = new StreamReader(context.Request.InputStream)) Requests.Add(await reader.ReadToEndAsync());
                await (answers.Count > 0 ? answers.Dequeue()(context) : WriteAsync(context, "no answer was planned"));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The client gave up, or the stub was closed.
            }
        }
    }

    private static async Task WriteAsync(HttpListenerContext context, string body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
