using Microsoft.Extensions.AI;

namespace UserSegments.Profiles;

/// <summary>Names segments and says what they are: from their cards alone, or through a language model whose every claim is checked against the card.</summary>
/// <param name="client">The model; null: extractive, without any.</param>
/// <param name="options">How; null for the defaults.</param>
/// <remarks>
/// Only the card is sent, never a person's text. An answer must be JSON of a fixed schema; claims that the card does not cover are dropped and reported.
/// Whatever goes wrong (time, transport, form, budget), the extractive sentences stand in and <see cref="NamedSegment.Problem"/> says why. One call at a time; not thread-safe.
/// </remarks>
public sealed class SegmentNamer(IChatClient? client = null, SegmentNamerOptions? options = null)
{
    /// <summary>Version of the prompt; part of the cache's key.</summary>
    public const string PromptVersion = "segment-name/1";

    private const string Instructions =
        "You name groups of customers. Use nothing but the numbered lines of evidence. Answer with one JSON object and no other text: " +
        "{\"name\": \"at most 60 characters\", \"claims\": [{\"text\": \"one sentence\", \"evidence\": [\"T1\", \"I2\"]}]}. One to four claims. " +
        "Each claim repeats words of the lines it cites and adds nothing to them: no traits, ages, motives or numbers that are not there.";

    private readonly SegmentNamerOptions options = options ?? new SegmentNamerOptions();
    private readonly AnswerCache cache = new(options?.CacheFolder);
    private long tokens;

    /// <summary>Calls made so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Names every segment.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="cancellation">Stops between and within calls.</param>
    public async Task<IReadOnlyList<NamedSegment>> NameAsync(IEnumerable<SegmentCard> cards, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var named = new List<NamedSegment>();
        foreach (var card in cards) named.Add(await NameAsync(card, cancellation).ConfigureAwait(false));
        return named;
    }

    private async Task<NamedSegment> NameAsync(SegmentCard card, CancellationToken cancellation)
    {
        if (client is null) return ExtractiveNames.Of(card, options.Chinese);
        var evidence = new CardEvidence(card);
        var prompt = (options.Chinese ? "Write the name and the claims in Chinese.\n" : "Write the name and the claims in English.\n") + evidence.Text;
        var model = client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata metadata ? $"{metadata.ProviderName}/{metadata.DefaultModelId}" : client.GetType().Name;
        var key = AnswerCache.Key(PromptVersion, model, prompt);
        if (cache.Read(key) is { } kept && NamingAnswer.Parse(kept, out _) is { } known) return Checked(card, evidence, known, "cache");
        List<ChatMessage> messages = [new(ChatRole.System, Instructions), new(ChatRole.User, prompt)];
        var problem = "";
        for (var attempt = 0; attempt < options.MaximumAttempts; attempt++)
        {
            if (Calls >= options.MaximumCalls || tokens >= options.MaximumTokens) return ExtractiveNames.Of(card, options.Chinese) with { Problem = $"the budget of {options.MaximumCalls} calls and {options.MaximumTokens} tokens is spent" };
            var (text, failure) = await AskAsync(client, messages, cancellation).ConfigureAwait(false);
            problem = failure;
            if (text is null) continue;
            if (NamingAnswer.Parse(text, out problem) is { } answer)
            {
                cache.Write(key, text);
                return Checked(card, evidence, answer, "model");
            }
            // The next attempt sees what was wrong with this one.
            messages = [messages[0], messages[1], new(ChatRole.Assistant, text), new(ChatRole.User, $"That cannot be used: {problem}. Answer again with the JSON object alone.")];
        }
        return ExtractiveNames.Of(card, options.Chinese) with { Problem = problem };
    }

    private async Task<(string? Text, string Problem)> AskAsync(IChatClient client, List<ChatMessage> messages, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(options.Timeout);
        Calls++;
        try
        {
            var response = await client.GetResponseAsync(messages, new ChatOptions { Temperature = 0, MaxOutputTokens = 800, ResponseFormat = ChatResponseFormat.Json }, limited.Token).ConfigureAwait(false);
            tokens += response.Usage?.TotalTokenCount ?? (messages.Sum(message => message.Text.Length) + response.Text.Length) / 4;
            if (response.FinishReason == ChatFinishReason.Length) return (null, "the answer was cut off");
            return (response.Text, "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, FormattableString.Invariant($"no answer within {options.Timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            return (null, error.Message);
        }
    }

    private NamedSegment Checked(SegmentCard card, CardEvidence evidence, NamingAnswer answer, string source)
    {
        var (sentences, dropped) = (new List<string>(), new List<string>());
        foreach (var (text, ids) in answer.Claims)
        {
            if (evidence.Uncovered(text, [.. ids]) is { } why) dropped.Add($"{text} ({why})");
            else sentences.Add(text);
        }
        var own = ExtractiveNames.Of(card, options.Chinese);
        var name = answer.Name;
        if (evidence.Uncovered(name, evidence.Ids, mustShareAWord: false) is { } reason)
        {
            dropped.Add($"{name} ({reason})");
            name = own.Name;
        }
        return new NamedSegment(card.Segment, name, sentences.Count > 0 ? sentences : own.Sentences, source, dropped, sentences.Count > 0 ? "" : "no claim was covered by the card");
    }
}
