using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>A model that keeps the vectors of some texts in memory, so that they are encoded once however often they are asked for.</summary>
/// <remarks>Memory: the vectors of the distinct texts. Other texts are encoded at each call. Thread-safe if the model is.</remarks>
public sealed class RememberedTexts : ITextModel
{
    private readonly ITextModel model;
    private readonly Dictionary<string, int> places = [];
    private readonly Matrix vectors;

    /// <summary>Encodes the texts that are to be kept.</summary>
    /// <param name="model">What encodes.</param>
    /// <param name="texts">The texts; equal ones count once.</param>
    public RememberedTexts(ITextModel model, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        this.model = model;
        foreach (var text in texts) places.TryAdd(text, places.Count);
        vectors = model.Encode([.. places.Keys]);
    }

    /// <inheritdoc/>
    public int Dimension => model.Dimension;

    /// <inheritdoc/>
    public Matrix Encode(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[] missing = [.. Enumerable.Range(0, texts.Count).Where(i => !places.ContainsKey(texts[i]))];
        var encoded = new Matrix(texts.Count, Dimension);
        for (var i = 0; i < texts.Count; i++)
        {
            if (places.TryGetValue(texts[i], out var place)) vectors.Row(place).CopyTo(encoded.Row(i));
        }
        if (missing.Length == 0) return encoded;
        var made = model.Encode([.. missing.Select(i => texts[i])]);
        for (var i = 0; i < missing.Length; i++) made.Row(i).CopyTo(encoded.Row(missing[i]));
        return encoded;
    }
}
