using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Dynamics;

/// <summary>What each event says of its user, as a vector of a text space.</summary>
public static class EventVectors
{
    /// <summary>One vector an event: that of its item alone. What was written tells the person's language and manner as well, which do not change with interests.</summary>
    /// <param name="space">The space; for claims about the future, fitted to the past alone.</param>
    /// <param name="interactions">(events) what was done.</param>
    /// <returns>(events, d) rows of length 1, or 0 where the item has no known word.</returns>
    public static Matrix OfItems(TextSpace space, IReadOnlyList<Interaction> interactions)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(interactions);
        var vectors = new Matrix(interactions.Count, space.Items.Columns);
        for (var i = 0; i < interactions.Count; i++) space.Items.Row(interactions[i].Item).CopyTo(vectors.Row(i));
        return vectors.NormalizeRows();
    }

    /// <summary>One vector an event: that of the item, plus that of what was written, if anything was; of length 1.</summary>
    /// <param name="space">The space; for claims about the future, fitted to the past alone.</param>
    /// <param name="interactions">(events) what was done.</param>
    /// <returns>(events, d) rows of length 1, or 0 where neither item nor text has a known word.</returns>
    /// <remarks>O(words + events · d). Deterministic on any number of threads.</remarks>
    public static Matrix Of(TextSpace space, IReadOnlyList<Interaction> interactions)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(interactions);
        int[] written = [.. Enumerable.Range(0, interactions.Count).Where(i => interactions[i].Text.Length > 0)];
        var texts = written.Length == 0 ? null : space.Encode([.. written.Select(i => interactions[i].Text)]);
        var vectors = new Matrix(interactions.Count, space.Items.Columns);
        for (var i = 0; i < interactions.Count; i++) space.Items.Row(interactions[i].Item).CopyTo(vectors.Row(i));
        for (var i = 0; i < written.Length; i++) TensorPrimitives.Add(vectors.Row(written[i]), texts!.Row(i), vectors.Row(written[i]));
        return vectors.NormalizeRows();
    }
}
