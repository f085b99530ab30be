using UserSegments.Display;

namespace UserSegments.Tests.Display;

public sealed class ExerciseTests
{
    [Theory]
    [InlineData(null, "not answered yet")]
    [InlineData(0.5, "right")]
    [InlineData(0.5009, "right")]
    [InlineData(0.502, "too high")]
    [InlineData(0.4, "too low")]
    [InlineData(double.NaN, "not a number")]
    public void Check_ANumber_SaysOnWhichSideItLies(double? answer, string expected) => Assert.Equal(expected, Exercise.Check(answer, 0.5));

    [Theory]
    [InlineData(null, "not answered yet")]
    [InlineData("  ", "not answered yet")]
    [InlineData(" Tea ", "right")]
    [InlineData("coffee", "not yet")]
    public void Check_AWord_IgnoresCaseAndBlanks(string? answer, string expected) => Assert.Equal(expected, Exercise.Check(answer, "tea"));
}
