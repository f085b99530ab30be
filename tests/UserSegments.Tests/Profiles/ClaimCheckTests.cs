using Microsoft.Extensions.AI;
using UserSegments.Profiles;

namespace UserSegments.Tests.Profiles;

public sealed class ClaimCheckTests
{
    private static readonly Fact Coffee = new(FactKind.Category, "coffee", 9, 24, 0, []);
    private static readonly Fact Garden = new(FactKind.Category, "garden", 6, 24, 0, []);
    private static readonly Fact Liked = new(FactKind.Liked, "Solid grinder", 1, 1, 5, []);

    [Theory]
    [InlineData("Interests: coffee (nine of twenty-four) and garden (six).")]
    [InlineData("Coffee and garden are interests.", true)]
    [InlineData("The interests are coffee, 9 of 24, and garden, 6 of 24.")]
    public void Problem_OfWhatTheFactsSay_IsNull(string sentence, bool capital = false) =>
        Assert.Null(ClaimCheck.Problem(capital ? sentence.Replace("Coffee", "coffee", StringComparison.Ordinal) : sentence, [Coffee, Garden], DescriptionLanguage.English));

    [Theory]
    [InlineData("Interests: coffee (ten of twenty-four).", "number 10")]
    [InlineData("Interests: coffee (six of twenty-four) and garden (nine).", "number 6")]
    [InlineData("Interests: coffee and running.", "running")]
    [InlineData("Mostly coffee.", "mostly")]
    [InlineData("Likes coffee.", "likes")]
    [InlineData("Lately coffee (nine).", "lately")]
    [InlineData("A surgeon with an interest in coffee.", "surgeon")]
    [InlineData("Interest: “Solid grinder”.", "Solid grinder")]
    [InlineData("Interests: coffees.", "coffees")]
    [InlineData("No longer coffee (nine).", "no")]
    [InlineData("Bought coffee.", "bought")]
    public void Problem_OfMoreThanTheFactsSay_NamesIt(string sentence, string named)
    {
        var problem = ClaimCheck.Problem(sentence, [Coffee, Garden], DescriptionLanguage.English);
        Assert.NotNull(problem);
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_WithoutAFact_SaysSo() => Assert.Equal("The sentence cites no fact.", ClaimCheck.Problem("Interests.", [], DescriptionLanguage.English));

    [Theory]
    [InlineData("兴趣：coffee（二十四件中九件）。", null)]
    [InlineData("兴趣：coffee（二十四件中十件）。", "10")]
    [InlineData("近来：coffee。", "近来")]
    [InlineData("医生，兴趣：coffee。", "医")]
    public void Problem_InChinese_IsFoundToo(string sentence, string? named)
    {
        var problem = ClaimCheck.Problem(sentence, [Coffee, Garden], DescriptionLanguage.Chinese);
        if (named is null) Assert.Null(problem);
        else Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_ThatInvents_IsCutToTheFacts()
    {
        var description = new UserDescription(0, DescriptionLanguage.English, [new Statement("Interests: coffee (nine of twenty-four) and garden (six).", [Coffee, Garden]), new Statement("Rated high: “Solid grinder” (five).", [Liked])]);
        using var client = new FakeClient("- The person likes “Solid grinder”. [F3]\nA coffee expert. [F1]\nOften coffee (nine of twenty-four). [F1]\nInterest in garden.\nBoth. [F9]");
        var written = await new ChatDescriber(client).WriteAsync(description);
        Assert.Equal(2, written.Accepted);
        Assert.Equal(3, written.Rejected.Count);
        Assert.Equal(
            "The person likes “Solid grinder”. Often coffee (nine of twenty-four). Interests: coffee (nine of twenty-four) and garden (six).", written.Description.Text);
        Assert.Empty(ClaimCheck.Problems(written.Description));
        Assert.Contains("F1 Category \"coffee\": 9 of 24", client.Asked, StringComparison.Ordinal);
        Assert.DoesNotContain("user", client.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_ThatSaysNothing_LeavesTheDescriptionAsItWas()
    {
        var description = new UserDescriber(UserDescriberTests.Shop()).Describe(0);
        using var client = new FakeClient("");
        Assert.Equal(description.Text, (await new ChatDescriber(client).WriteAsync(description)).Description.Text);
    }

    private sealed class FakeClient(string answer) : IChatClient
    {
        public string Asked { get; private set; } = "";

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Asked = messages.Last().Text;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Not used here.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
