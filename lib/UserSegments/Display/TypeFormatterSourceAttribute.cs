namespace UserSegments.Display;

/// <summary>Names the formatter of a type: the convention that .NET Interactive and NotebookHost look for, without a package reference.</summary>
/// <param name="formatterSourceType">A type with a public parameterless constructor and <c>IEnumerable&lt;object&gt; CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>MIME types that go into one output, the preferred first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
