using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>Whether cards say enough: users held back are matched to their segment from the cards' text alone.</summary>
/// <param name="Accuracy">Share of the held back users whose nearest card is that of their segment, with its 95 % interval.</param>
/// <param name="Best">The same for the nearest mean of the other users: the most that cards could reach.</param>
/// <param name="Chance">The same for drawing a segment by its share.</param>
/// <param name="Users">Users held back.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Text])]
public sealed record CardMatching(Estimate Accuracy, Estimate Best, double Chance, int Users) : IDisplayable
{
    /// <summary>Builds cards from some users and matches the others.</summary>
    /// <param name="dataset">The people, n, and what they did.</param>
    /// <param name="documents">(n) what they wrote or chose.</param>
    /// <param name="clustering">(n) the partition; noise is left out.</param>
    /// <param name="vectors">(n, d) the users' vectors.</param>
    /// <param name="encode">Encodes texts into the space of the vectors, shape (texts, d).</param>
    /// <param name="options">What the cards show.</param>
    /// <param name="heldBack">Share of users held back, above 0 and below 1.</param>
    /// <param name="seed">Seed of the draw and of the intervals.</param>
    /// <remarks>A card's text is its terms, phrases, categories and items, without numbers. Cosine decides; ties go to the lower number.</remarks>
    public static CardMatching Measure(
        Dataset dataset,
        IReadOnlyList<UserDocument> documents,
        Clustering.Clustering clustering,
        Matrix vectors,
        Func<IReadOnlyList<string>, Matrix> encode,
        SegmentCardOptions? options = null,
        double heldBack = 0.2,
        ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(clustering);
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(encode);
        if (!(heldBack > 0 && heldBack < 1)) throw new ArgumentOutOfRangeException(nameof(heldBack), heldBack, "heldBack must lie between 0 and 1, both left out.");
        var rng = new Rng(seed);
        var grouped = Enumerable.Range(0, clustering.Labels.Length).Where(i => clustering.Labels[i] >= 0).ToArray();
        rng.Shuffle(grouped.AsSpan());
        int[] held = [.. grouped.Take((int)Math.Ceiling(heldBack * grouped.Length)).Order()];
        // Held back users are noise to the cards: they count for nothing in them.
        var labels = (int[])clustering.Labels.Clone();
        foreach (var user in held) labels[user] = Clustering.Clustering.Noise;
        var rest = new Clustering.Clustering(labels, clustering.Algorithm, clustering.Count);
        var known = dataset.With(dataset.Interactions.Where(x => labels[x.User] >= 0));
        var silent = documents.Select((document, i) => labels[i] >= 0 ? document : new UserDocument(i, [], [])).ToArray();
        var cards = SegmentCards.Build(known, silent, rest, null, options);

        var people = vectors.SelectRows(held).NormalizeRows();
        var byCard = Matches(people, encode([.. cards.Select(card => card.Words())]).NormalizeRows());
        var byMean = Matches(people, rest.Means(vectors).NormalizeRows());
        var shares = clustering.Sizes.Select(size => (double)size / grouped.Length);
        return new CardMatching(Bootstrap.Interval(byCard, seed), Bootstrap.Interval(byMean, seed), shares.Sum(share => share * share), held.Length);

        double[] Matches(Matrix people, Matrix targets)
        {
            var similarity = MatrixProduct.MultiplyTransposed(people, targets);
            return [.. held.Select((user, i) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(similarity.Row(i)) == clustering.Labels[user] ? 1.0 : 0)];
        }
    }

    /// <summary>One row a way of matching.</summary>
    public Table ToTable() => Table.WithColumns("matched by", "share of held back users")
        .Add("the card's text", Accuracy).Add("nearest mean (best possible)", Best).Add("chance", Chance)
        .WithCaption(FormattableString.Invariant($"{Users:N0} users held back"));

    /// <summary>The three accuracies.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
