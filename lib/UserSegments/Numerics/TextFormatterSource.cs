using System.Diagnostics.CodeAnalysis;

namespace UserSegments.Numerics;

/// <summary>Shows a value in a notebook as its <see cref="object.ToString"/>, where a kernel would list its members and numbers.</summary>
/// <remarks>For types that are much data and no picture; what has more to show is an <c>IDisplayable</c> of the room Display.</remarks>
public sealed class TextFormatterSource
{
    /// <summary>The one formatter; found and called by name by notebook kernels.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The convention asks for an instance method.")]
    public IEnumerable<object> CreateTypeFormatters() => [new Formatter()];

    /// <summary>Writes the text; its members are part of the convention.</summary>
    public sealed class Formatter
    {
        /// <summary>The MIME type it writes.</summary>
        [SuppressMessage("Performance", "CA1822", Justification = "The convention asks for an instance property.")]
        public string MimeType => "text/plain";

        /// <summary>Writes the value.</summary>
        /// <param name="instance">Any value.</param>
        /// <param name="writer">Where it is written.</param>
        /// <returns>Whether anything was written: always.</returns>
        [SuppressMessage("Performance", "CA1822", Justification = "The convention asks for an instance method.")]
        public bool Format(object instance, TextWriter writer)
        {
            ArgumentNullException.ThrowIfNull(instance);
            ArgumentNullException.ThrowIfNull(writer);
            writer.Write(instance.ToString());
            return true;
        }
    }

    /// <summary>The mark of such a type; kernels look for an attribute of this name in any namespace.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    internal sealed class TypeFormatterSourceAttribute : Attribute
    {
        /// <summary>What makes the formatters.</summary>
        public Type FormatterSourceType { get; } = typeof(TextFormatterSource);

        /// <summary>MIME types that go into one output.</summary>
        public string[] PreferredMimeTypes { get; } = ["text/plain"];
    }
}
