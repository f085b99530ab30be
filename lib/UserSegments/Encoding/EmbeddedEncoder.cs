using UserSegments.Data;

namespace UserSegments.Encoding;

/// <summary>The small English and Chinese encoder that comes with the project, so that a clone encodes meaningfully without a network.</summary>
/// <remarks>Made by <c>data/train-encoder.cs</c>; what it was taught, its scores and its limits stand in <c>data/models/mini-en-zh/README.md</c>.</remarks>
public static class EmbeddedEncoder
{
    /// <summary>The name of the model, and of its folder under data/models.</summary>
    public const string Name = "mini-en-zh";

    /// <summary>Where its files lie.</summary>
    /// <exception cref="FileNotFoundException">There is no data folder at or above the current folder or the library.</exception>
    public static string Folder => ProjectFiles.Folder(Path.Combine("models", Name), "model.safetensors");

    /// <summary>Opens it: vectors of length 1, the mean of the vectors of a text's tokens.</summary>
    /// <param name="options">How to batch and what to overrule; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no data folder at or above the current folder or the library.</exception>
    public static TextEncoder Open(TextEncoderOptions? options = null) => TextEncoder.Load(Folder, options);
}
