using Microsoft.Extensions.AI;

namespace UserSegments.Encoding;

/// <summary>A text model as a <c>Microsoft.Extensions.AI</c> embedding generator, so that what takes one can use the encoders here.</summary>
/// <remarks>Works on a thread of the pool; does not dispose the model.</remarks>
public sealed class TextEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ITextModel model;
    private readonly EmbeddingGeneratorMetadata metadata;

    /// <summary>Wraps a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its name, told to whoever asks for metadata.</param>
    public TextEmbeddingGenerator(ITextModel model, string name = "user-segments")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (this.model, metadata) = (model, new EmbeddingGeneratorMetadata("user-segments", null, name, model.Dimension));
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } wanted && wanted != model.Dimension)
            throw new ArgumentException($"options asks for {wanted} dimensions, expected {model.Dimension} of this model.", nameof(options));
        var texts = values.ToArray();
        return Task.Run(
            () =>
            {
                var vectors = model is TextEncoder encoder ? encoder.Encode(texts, null, cancellationToken) : model.Encode(texts);
                return new GeneratedEmbeddings<Embedding<float>>(
                    Enumerable.Range(0, texts.Length).Select(i => new Embedding<float>(vectors.Row(i).ToArray()) { ModelId = metadata.DefaultModelId }));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(model) ? model : null;
    }

    /// <summary>Does nothing: the model belongs to its maker.</summary>
    public void Dispose()
    {
    }
}
