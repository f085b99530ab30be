using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Text;

namespace UserSegments.Tests.Profiles;

public sealed class SegmentNamerTests : IDisposable
{
    private const string Good = """{"name": "Coffee beans", "claims": [{"text": "They often write about coffee and beans.", "evidence": ["T1", "T2"]}]}""";
    private readonly ChatStub stub = new();
    private readonly string folder = Path.Combine(Path.GetTempPath(), "segments-" + Guid.NewGuid().ToString("N"));

    private static readonly SegmentCard Card = new(3)
    {
        Name = "coffee, beans",
        Size = 412,
        Share = 0.137,
        Terms = [new("coffee", 9, 300, 0.58, 0.14), new("beans", 7, 200, 0.45, 0.057), new("咖啡", 5, 90, 0.2, 0.02)],
        Items = [new("Moka pot", 4, 80, 0.2, 0.05, 3.9)],
        Behaviour = [new("rating", "", new Estimate(4.31, 4.2, 4.4), 3.76, 400)],
    };

    public void Dispose()
    {
        stub.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private async Task<NamedSegment> Name(SegmentNamerOptions? options = null)
    {
        using var client = new OpenAiChatClient(stub.Endpoint, "stub", "secret-key");
        return (await new SegmentNamer(client, options).NameAsync([Card]))[0];
    }

    [Fact]
    public async Task NameAsync_NoModel_SaysWhatTheCardSays()
    {
        var named = (await new SegmentNamer().NameAsync([Card]))[0];
        Assert.Equal(("extractive", "coffee, beans", ""), (named.Source, named.Name, named.Problem));
        Assert.Contains("They use coffee, beans and 咖啡 more often than others (coffee: 58 % against 14 %).", named.Sentences.Select(s => s.Replace(", and", " and")));
        var chinese = (await new SegmentNamer(null, new SegmentNamerOptions { Chinese = true }).NameAsync([Card]))[0];
        Assert.Contains("共 412 名用户，占全部的 13.7 %。", chinese.Sentences);
    }

    [Fact]
    public async Task NameAsync_GoodAnswer_IsUsedAndKept()
    {
        stub.Says(Good);
        var named = await Name(new SegmentNamerOptions { CacheFolder = folder });
        Assert.Equal(("model", "Coffee beans", ""), (named.Source, named.Name, named.Problem));
        Assert.Equal(["They often write about coffee and beans."], named.Sentences);
        Assert.Equal("cache", (await Name(new SegmentNamerOptions { CacheFolder = folder })).Source);        // no second request
        Assert.Single(stub.Requests);
        var file = Assert.Single(Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("secret-key", File.ReadAllText(file) + stub.Requests[0]);
    }

    [Fact]
    public async Task NameAsync_HallucinatedClaims_AreDroppedAndReported()
    {
        stub.Says("""
            {"name": "Young baristas", "claims": [
              {"text": "They write about coffee.", "evidence": ["T1"]},
              {"text": "They are young parents who drink coffee.", "evidence": ["T1"]},
              {"text": "They buy coffee 9 times as often.", "evidence": ["T1"]},
              {"text": "They use beans.", "evidence": ["T9"]},
              {"text": "They are users.", "evidence": ["T1"]}]}
            """);
        var named = await Name();
        Assert.Equal(["They write about coffee."], named.Sentences);
        Assert.Equal("coffee, beans", named.Name);                                                            // the model's name claims an age
        Assert.Equal(5, named.Dropped.Count);
        Assert.Contains(named.Dropped, text => text.Contains("\"young\" is not in the evidence"));
        Assert.Contains(named.Dropped, text => text.Contains("number 9 is not in the evidence"));
        Assert.Contains(named.Dropped, text => text.Contains("no evidence T9"));
        Assert.Contains(named.Dropped, text => text.Contains("says nothing that is in the evidence"));
    }

    [Fact]
    public async Task NameAsync_ChineseClaims_AreCheckedToo()
    {
        stub.Says("""{"name": "咖啡", "claims": [{"text": "他们经常提到咖啡。", "evidence": ["T3"]}, {"text": "他们是年轻的父母，喜欢咖啡。", "evidence": ["T3"]}]}""");
        var named = await Name(new SegmentNamerOptions { Chinese = true });
        Assert.Equal(("咖啡", "他们经常提到咖啡。"), (named.Name, Assert.Single(named.Sentences)));
        Assert.Single(named.Dropped);
    }

    [Theory]
    [InlineData("I cannot help with that.", "not JSON")]                       // refuses
    [InlineData("{\"name\": \"Coffee\", \"claims\": [", "not JSON")]            // cut off in the text
    [InlineData("{\"name\": \"Coffee\"}", "claims must be")]
    [InlineData("{\"name\": \"\", \"claims\": []}", "name must be")]
    [InlineData("[1]", "not an object")]
    public async Task NameAsync_MalformedAnswers_AreAskedAgainThenGivenUp(string answer, string problem)
    {
        stub.Says(answer).Says(Good);
        Assert.Equal("model", (await Name()).Source);                         // the second answer is good
        Assert.Contains(problem, stub.Requests[1]);                            // and was told what was wrong
        stub.Says(answer).Says(answer).Says(answer);
        var named = await Name();
        Assert.Equal("extractive", named.Source);
        Assert.Contains(problem, named.Problem);
        Assert.Equal(5, stub.Requests.Count);
    }

    [Fact]
    public async Task NameAsync_CutOffSlowBrokenOrFailing_IsRetriedAndReported()
    {
        var options = new SegmentNamerOptions { MaximumAttempts = 2, Timeout = TimeSpan.FromMilliseconds(300) };
        stub.Says(Good, "length").Says(Good, "length");
        Assert.Contains("cut off", (await Name(options with { Timeout = TimeSpan.FromSeconds(20) })).Problem);
        stub.Fails(503).Fails(500);
        Assert.Contains("500", (await Name(options with { Timeout = TimeSpan.FromSeconds(20) })).Problem);
        stub.SaysRaw("<html>").SaysRaw("{\"choices\": []}");
        Assert.Contains("no chat completion", (await Name(options with { Timeout = TimeSpan.FromSeconds(20) })).Problem);
        stub.HangsUp().HangsUp();
        Assert.Equal("extractive", (await Name(options with { Timeout = TimeSpan.FromSeconds(20) })).Source);
        stub.Waits(TimeSpan.FromSeconds(1));
        Assert.Contains("no answer within 0.3 s", (await Name(options with { MaximumAttempts = 1 })).Problem);
    }

    [Fact]
    public async Task NameAsync_BudgetSpent_AsksNoMore()
    {
        using var client = new OpenAiChatClient(stub.Endpoint, "stub");
        stub.Says(Good).Says(Good);
        var byCalls = await new SegmentNamer(client, new SegmentNamerOptions { MaximumCalls = 1 }).NameAsync([Card, Card with { Segment = 4, Size = 9 }]);
        Assert.Equal(["model", "extractive"], byCalls.Select(named => named.Source));
        Assert.Contains("budget", byCalls[1].Problem);
        var byTokens = await new SegmentNamer(client, new SegmentNamerOptions { MaximumTokens = 50 }).NameAsync([Card, Card with { Segment = 4, Size = 9 }]);
        Assert.Contains("budget", byTokens[1].Problem);                       // the first answer cost 100 tokens
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task NameAsync_Cancelled_Stops()
    {
        using var client = new OpenAiChatClient(stub.Endpoint, "stub");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SegmentNamer(client).NameAsync([Card], cancelled.Token));
    }

    /// <summary>200 identifiers, names, addresses, numbers and rare phrases planted in texts and ids: not one may stand in a byte that is made of cards.</summary>
    [Fact]
    public async Task CardsNamesAndCaches_PlantedCanaries_NeverAppear()
    {
        var rng = new Rng(77);
        string[] canaries = [.. Enumerable.Range(0, 200).Select(i => (i % 6) switch
        {
            0 => $"id{i}xq{rng.NextInt(1_000_000)}",
            1 => $"Zeb{(char)('a' + i % 26)}dee{i} Quill{rng.NextInt(9999)}",
            2 => $"canary{i}.{rng.NextInt(9999)}@example.org",
            3 => $"+44 7{rng.NextInt(900) + 100} {rng.NextInt(900_000) + 100_000}",
            4 => $"4{rng.NextInt(900) + 100} {rng.NextInt(9000) + 1000} {rng.NextInt(9000) + 1000} {rng.NextInt(9000) + 1000}",
            _ => $"my aunt's turquoise hedgehog number {i} sings",
        })];
        string[] common = ["I like the coffee and its beans", "A lovely garden with a rose", "This novel is a good book"];
        var users = canaries.Select((canary, i) => new User(canary) { Attributes = new Dictionary<string, string> { ["mail"] = canary } }).ToArray();
        Item[] items = [.. common.Select((text, i) => new Item($"item{i}", text.Split(' ')[^1]))];
        var done = canaries.SelectMany((canary, i) => Enumerable.Range(0, 3).Select(j => new Interaction(i, i % 3, InteractionKind.Review, 4, null, $"{common[i % 3]}. {canary}. {canary}!")));
        var dataset = new Dataset("canaries", users, items, done);
        var documents = UserDocuments.Build(dataset);
        var labels = canaries.Select((_, i) => i % 3).ToArray();
        var vectors = Matrix.FromRows([.. labels.Select(label => new[] { label == 0 ? 1f : 0, label == 1 ? 1f : 0, (float)label })]);
        var cards = SegmentCards.Build(dataset, documents, new UserSegments.Clustering.Clustering(labels, "given"), vectors);
        Directory.CreateDirectory(folder);
        stub.Says(Good).Says(Good).Says(Good);
        using var client = new OpenAiChatClient(stub.Endpoint, "stub");
        var named = await new SegmentNamer(client, new SegmentNamerOptions { CacheFolder = Path.Combine(folder, "cache") }).NameAsync(cards);
        var composition = SegmentComposition.Of(dataset.Users, labels, "segmentless");
        var outputs = cards.ToMimeBundle().Values.Concat(cards.Overview().ToMimeBundle().Values).Concat(cards.SelectMany(card => card.ToMimeBundle().Values))
            .Append(cards.ToJson()).Concat(named.Select(name => name.ToString() + string.Join(' ', name.Sentences) + string.Join(' ', name.Dropped))).Concat(composition.ToMimeBundle().Values).Concat(stub.Requests);
        var number = 0;
        foreach (var output in outputs) File.WriteAllText(Path.Combine(folder, $"{number++}.txt"), output);

        var bytes = string.Concat(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Contains("coffee", bytes);
        foreach (var canary in canaries)
        {
            Assert.DoesNotContain(canary, bytes, StringComparison.OrdinalIgnoreCase);
            // Not in parts either: no word of three letters or more that only this person used.
            foreach (var word in canary.Split(' ', '@', '.').Where(word => word.Length > 5 && canaries.Count(other => other.Contains(word)) == 1)) Assert.DoesNotContain(word, bytes, StringComparison.OrdinalIgnoreCase);
        }
    }
}
