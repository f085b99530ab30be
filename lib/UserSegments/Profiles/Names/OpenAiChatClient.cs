using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace UserSegments.Profiles;

/// <summary>A small <see cref="IChatClient"/> for any server that speaks OpenAI's chat completions, local ones too; it needs no package.</summary>
/// <param name="endpoint">Up to and with the version: <c>http://localhost:8080/v1</c>.</param>
/// <param name="model">Name of the model.</param>
/// <param name="key">The key; null for none. It is sent as a bearer token and stands in no message or error.</param>
/// <remarks>Text alone: no tools, no pictures. Streaming hands the whole answer on at once.</remarks>
public sealed class OpenAiChatClient(Uri endpoint, string model, string? key = null) : IChatClient
{
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server answered with an error; the status is named.</exception>
    /// <exception cref="InvalidDataException">The answer is no chat completion.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var body = new Dictionary<string, object?>
        {
            ["model"] = options?.ModelId ?? model,
            ["messages"] = messages.Select(message => new { role = message.Role.Value, content = message.Text }).ToArray(),
        };
        if (options?.Temperature is { } temperature) body["temperature"] = temperature;
        if (options?.MaxOutputTokens is { } limit) body["max_tokens"] = limit;
        if (options?.ResponseFormat is ChatResponseFormatJson) body["response_format"] = new { type = "json_object" };
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.AbsoluteUri.TrimEnd('/') + "/chat/completions") { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"The model server answered {(int)response.StatusCode} {response.ReasonPhrase}.", null, response.StatusCode);
        return Read(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai-compatible", endpoint, model) : serviceType?.IsInstanceOfType(this) == true ? this : null;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static ChatResponse Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var choice = document.RootElement.GetProperty("choices")[0];
            var message = choice.GetProperty("message");
            var content = message.TryGetProperty("content", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
            var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, content))
            {
                FinishReason = choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String ? new ChatFinishReason(reason.GetString()!) : null,
            };
            if (document.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("total_tokens", out var total))
                response.Usage = new UsageDetails { TotalTokenCount = total.GetInt64() };
            return response;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"The model server's answer is no chat completion: {error.Message}", error);
        }
    }
}
