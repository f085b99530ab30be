using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Recommendation;

/// <summary>Items whose text is like the user: the cosine of user vector and item vector.</summary>
/// <remarks>
/// It can score an item that nobody had yet, and a user who only wrote. User vectors are made from the training part by a function that is
/// given nothing else, so that nothing of the test part can slip in; without one a user is the mean of the vectors of the items they had.
/// A user or item whose vector is 0 scores 0 everywhere.
/// </remarks>
public sealed class ContentRecommender : IRecommender
{
    private readonly Matrix items;
    private readonly Func<Dataset, Matrix>? users;

    /// <summary>A user is the mean of the items they had.</summary>
    /// <param name="itemVectors">(items, d), finite.</param>
    /// <param name="name">What it is called in tables.</param>
    public ContentRecommender(Matrix itemVectors, string name = "content")
        : this(null, itemVectors, name)
    {
    }

    /// <summary>A user is what a function makes of the training part.</summary>
    /// <param name="userVectors">Gives (users, d) from the training part alone; null: the mean of the items they had.</param>
    /// <param name="itemVectors">(items, d), finite, in the same space.</param>
    /// <param name="name">What it is called in tables.</param>
    public ContentRecommender(Func<Dataset, Matrix>? userVectors, Matrix itemVectors, string name = "content")
    {
        ArgumentNullException.ThrowIfNull(name);
        items = Check.Finite(itemVectors).NormalizeRows();
        (users, Name) = (userVectors, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The vectors do not fit the users, the items or each other.</exception>
    public IScorer Fit(Dataset train, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check.SameLength(items.Rows, train.Items.Count, "The item vectors", "the data set");
        return new Model(Name, VectorsOf(train), this);
    }

    private Matrix VectorsOf(Dataset histories)
    {
        var vectors = users?.Invoke(histories) ?? Means(InteractionMatrix.Same(histories, items.Rows));
        Check.SameLength(vectors.Rows, histories.Users.Count, "The user vectors", "the data set");
        if (vectors.Columns != items.Columns)
            throw new ArgumentException($"The user vectors have {vectors.Columns} columns, expected {items.Columns} as the item vectors have.", nameof(histories));
        return Check.Finite(vectors, "user vectors").NormalizeRows();
    }

    private Matrix Means(SparseMatrix histories)
    {
        var means = new Matrix(histories.Rows, items.Columns);                // the length does not matter: rows are normalised
        for (var user = 0; user < histories.Rows; user++)
        {
            var row = means.Row(user);
            foreach (var item in histories.RowIndices(user)) TensorPrimitives.Add<float>(row, items.Row(item), row);
        }
        return means;
    }

    private sealed class Model(string name, Matrix users, ContentRecommender recipe) : FactorScorer(name, users, recipe.items), IFoldIn
    {
        public IScorer For(Dataset histories) => new Model(Name, recipe.VectorsOf(histories), recipe);
    }
}
