using System.Diagnostics.CodeAnalysis;

namespace UserSegments.Display;

/// <summary>Makes the formatters of every <see cref="IDisplayable"/>, one a MIME type.</summary>
public sealed class DisplayFormatterSource
{
    /// <summary>One formatter for each of <see cref="MimeTypes"/>; found and called by name by notebook kernels.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The convention asks for an instance method.")]
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter(MimeTypes.Html),
        new Formatter(MimeTypes.Markdown),
        new Formatter(MimeTypes.Svg),
        new Formatter(MimeTypes.Plotly),
        new Formatter(MimeTypes.Metrics),
        new Formatter(MimeTypes.Text),
    ];

    /// <summary>Writes one MIME type of a value; its members are part of the convention.</summary>
    /// <param name="mimeType">The MIME type it writes.</param>
    public sealed class Formatter(string mimeType)
    {
        /// <summary>The MIME type it writes.</summary>
        public string MimeType { get; } = mimeType;

        /// <summary>Writes the value, if it has this MIME type.</summary>
        /// <param name="instance">An <see cref="IDisplayable"/>.</param>
        /// <param name="writer">Where it is written.</param>
        /// <returns>Whether anything was written.</returns>
        public bool Format(object instance, TextWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            if (instance is not IDisplayable value || !value.ToMimeBundle().TryGetValue(MimeType, out var text)) return false;
            writer.Write(text);
            return true;
        }
    }
}
