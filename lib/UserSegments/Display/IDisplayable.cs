namespace UserSegments.Display;

/// <summary>A value that can show itself in a notebook, a report or a terminal.</summary>
/// <remarks>
/// The type also bears <c>[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = …)]</c>, which notebook
/// kernels find by name; nothing else in the library knows of notebooks.
/// </remarks>
public interface IDisplayable
{
    /// <summary>What is shown, by MIME type; <see cref="MimeTypes.Text"/> is always among them.</summary>
    IReadOnlyDictionary<string, string> ToMimeBundle();
}
