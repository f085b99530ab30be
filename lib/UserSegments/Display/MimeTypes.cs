namespace UserSegments.Display;

/// <summary>The MIME types in which values show themselves.</summary>
public static class MimeTypes
{
    /// <summary>Plain text; every bundle has it.</summary>
    public const string Text = "text/plain";

    /// <summary>An HTML fragment.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>A static picture.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A plotly.js figure: data and layout.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>The named metrics that a notebook ends with.</summary>
    public const string Metrics = "application/x-segment-metrics+json";
}
