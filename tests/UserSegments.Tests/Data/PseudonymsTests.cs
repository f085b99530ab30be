using UserSegments.Data;

namespace UserSegments.Tests.Data;

public sealed class PseudonymsTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public void Of_TextAndKey_IsHmacSha256AsOpenSslHasIt()
    {
        // The first 8 bytes of what OpenSSL says to:
        // printf 'Ada' | openssl dgst -sha256 -hmac 0123456789abcdef
        Assert.Equal("u9bc245ae8032d0b6", new Pseudonyms(Key).Of("Ada"));
    }

    [Fact]
    public void Of_OtherKey_GivesAnotherPseudonym() =>
        Assert.NotEqual(new Pseudonyms(Key).Of("Ada"), new Pseudonyms(Key + "!").Of("Ada"));

    [Fact]
    public void Constructor_ShortKey_SaysHowLong() =>
        Assert.Contains("3 bytes, expected at least 16", Assert.Throws<ArgumentException>(() => new Pseudonyms("abc")).Message, StringComparison.Ordinal);

    [Fact]
    public void Pseudonymise_Dataset_ReplacesIdsAndLeavesTheInput()
    {
        var open = Samples.Of("0 0 1", "1 0 2");
        var closed = open.Pseudonymise(Key);
        Assert.Equal("user 0", open.Users[0].Id);
        Assert.DoesNotContain(closed.Users, user => user.Id.StartsWith("user", StringComparison.Ordinal));
        Assert.Equal(open.Interactions, closed.Interactions);
    }

    [Fact]
    public void ContentHash_EqualContent_IsEqual_AndAnyChangeShows()
    {
        var one = Samples.Of("0 0 1", "1 0 2");
        Assert.Equal(one.ContentHash(), Samples.Of("1 0 2", "0 0 1").ContentHash());
        Assert.NotEqual(one.ContentHash(), Samples.Of("0 0 1", "1 0 3").ContentHash());
        Assert.NotEqual(one.ContentHash(), one.Pseudonymise(Key).ContentHash());
        Assert.Matches("^[0-9a-f]{64}$", one.ContentHash());
    }
}
