using System.Numerics.Tensors;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Scores that are dot products of a user vector and item vectors.</summary>
public class FactorScorer : IBlockScorer
{
    private readonly Matrix users, items;
    private readonly Lazy<PackedMatrix> packed;

    /// <summary>Wraps the factors without copying them.</summary>
    /// <param name="name">What it is called in tables.</param>
    /// <param name="users">(users, d).</param>
    /// <param name="items">(items, d).</param>
    public FactorScorer(string name, Matrix users, Matrix items)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        if (users.Columns != items.Columns) throw new ArgumentException($"items has {items.Columns} columns, expected {users.Columns} as in users.", nameof(items));
        (Name, this.users, this.items) = (name, users, items);
        packed = new Lazy<PackedMatrix>(() => PackedMatrix.PackTransposed(items));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>(users, d) the user vectors.</summary>
    public Matrix Users => users;

    /// <summary>(items, d) the item vectors.</summary>
    public Matrix Items => items;

    /// <inheritdoc/>
    public void Score(int user, Span<float> scores)
    {
        var vector = users.Row(user);
        for (var item = 0; item < scores.Length; item++) scores[item] = TensorPrimitives.Dot<float>(vector, items.Row(item));
    }

    /// <inheritdoc/>
    public void ScoreBlock(ReadOnlySpan<int> users, Matrix scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        MatrixProduct.Multiply(this.users.SelectRows(users), packed.Value, scores);
    }
}
