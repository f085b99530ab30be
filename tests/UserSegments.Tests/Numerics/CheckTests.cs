using UserSegments.Profiles;

namespace UserSegments.Tests.Numerics;

public sealed class CheckTests
{
    [Fact]
    public void AtLeast_InAnInitAccessor_NamesTheProperty()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentCardOptions { Terms = 0 });
        Assert.Equal("Terms", error.ParamName);
        Assert.StartsWith("Terms is 0, expected at least 1.", error.Message, StringComparison.Ordinal);
    }
}
