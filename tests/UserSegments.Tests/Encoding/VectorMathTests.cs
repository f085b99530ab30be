using System.Runtime.Intrinsics;
using UserSegments.Encoding;

namespace UserSegments.Tests.Encoding;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_WholeRange_IsWithinTwoUnits()
    {
        for (var x = -87f; x < 88f; x += 0.0137f)
        {
            var expected = Math.Exp(x);
            Assert.True(Math.Abs(VectorMath.Exp(Vector256.Create(x))[3] - expected) <= 2.5e-7 * expected, $"exp({x})");
        }
        Assert.Equal(0, VectorMath.Exp(Vector256.Create(float.NegativeInfinity))[0]);
        Assert.True(float.IsNaN(VectorMath.Exp(Vector256.Create(float.NaN))[0]));
    }

    [Fact]
    public void Activate_Gelu_IsWithinAMillionthOfTheIntegral()
    {
        for (var x = -9.0; x < 9; x += 0.0131)
        {
            var expected = x * 0.5 * (1 + Erf(x / Math.Sqrt(2)));
            Assert.True(Math.Abs(VectorMath.Activate(BertActivation.Gelu, Vector256.Create((float)x))[5] - expected) <= 1e-6 * Math.Max(1, Math.Abs(x)), $"gelu({x})");
            var tanh = 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            Assert.True(Math.Abs(VectorMath.Activate(BertActivation.GeluTanh, Vector256.Create((float)x))[5] - tanh) <= 2e-6 * Math.Max(1, Math.Abs(x)), $"gelu_tanh({x})");
        }
    }

    /// <summary>The obvious integral by Simpson's rule.</summary>
    private static double Erf(double x)
    {
        const int Steps = 400;
        var h = x / Steps;
        double sum = 1 + Math.Exp(-x * x);
        for (var i = 1; i < Steps; i++) sum += (i % 2 == 1 ? 4 : 2) * Math.Exp(-(i * h) * (i * h));
        return 2 / Math.Sqrt(Math.PI) * sum * h / 3;
    }
}
