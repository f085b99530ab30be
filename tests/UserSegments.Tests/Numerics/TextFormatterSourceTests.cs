using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Tokenization;

namespace UserSegments.Tests.Numerics;

public sealed class TextFormatterSourceTests
{
    [Theory]
    [InlineData(typeof(Matrix))]
    [InlineData(typeof(SparseMatrix))]
    [InlineData(typeof(TokenBatch))]
    [InlineData(typeof(FacetVectors))]
    public void Mark_OfATypeOfMuchData_FollowsTheConvention(Type type)
    {
        var mark = type.GetCustomAttributes(inherit: false).Single(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
        Assert.Equal(typeof(TextFormatterSource), mark.GetType().GetProperty("FormatterSourceType")!.GetValue(mark));
        Assert.Equal(["text/plain"], (string[])mark.GetType().GetProperty("PreferredMimeTypes")!.GetValue(mark)!);
    }

    [Fact]
    public void Formatter_OfAMatrix_WritesItsText()
    {
        // As a notebook kernel calls it: by name.
        var formatter = new TextFormatterSource().CreateTypeFormatters().Single();
        var text = new StringWriter();
        Assert.Equal("text/plain", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
        Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [new Matrix(3, 2), text]));
        Assert.Equal("Matrix (3, 2) float32", text.ToString());
    }
}
