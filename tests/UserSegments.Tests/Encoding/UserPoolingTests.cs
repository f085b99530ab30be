using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Tests.Encoding;

public sealed class UserPoolingTests
{
    private static readonly Matrix Texts = new(4, 2, [1, 0, 0, 1, 1, 1, -1, 0]);

    [Fact]
    public void Pool_Weights_IsTheWeightedMean()
    {
        var users = UserPooling.Pool(Texts, [0, 0, 2, 0], [1, 3, 2, 0], 3);
        Assert.Equal([0.25f, 0.75f, 0, 0, 1, 1], users.Values);
    }

    [Fact]
    public void CentralityWeights_StrayText_CountsLess()
    {
        var weights = UserPooling.CentralityWeights(new Matrix(3, 2, [1, 0, 1, 0.1f, -1, 0.2f]), [0, 0, 0], 1);
        Assert.Equal(1, weights.Sum(), 1e-6);
        Assert.True(weights[2] < 0.01f && weights[0] > 0.3f);
    }

    [Fact]
    public void Pool_OwnerOrWeightOutOfRange_NamesThePlace()
    {
        Assert.Contains("owner[1] is 3", Assert.Throws<ArgumentException>(() => UserPooling.Pool(Texts, [0, 3, 0, 0], [1, 1, 1, 1], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("weights[2] is NaN", Assert.Throws<ArgumentException>(() => UserPooling.Pool(Texts, [0, 0, 0, 0], [1, 1, float.NaN, 1], 3)).Message, StringComparison.Ordinal);
    }
}
