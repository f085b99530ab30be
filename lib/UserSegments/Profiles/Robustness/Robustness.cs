using UserSegments.Clustering;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>How many users change segment when their texts change a little.</summary>
public static class Robustness
{
    /// <summary>Perturbs the texts of users and assigns them anew to the nearest centre.</summary>
    /// <param name="documents">What users wrote.</param>
    /// <param name="encode">Encodes one text a user, shape (users, d); a document's texts are joined by line ends.</param>
    /// <param name="centres">(k, d) centres; cosine decides.</param>
    /// <param name="perturbations">What is changed.</param>
    /// <param name="seed">Seed of the changes and of the intervals.</param>
    /// <returns>For each perturbation the share of users with a text who move, with its 95 % interval.</returns>
    /// <remarks>The baseline is the segment of the same encoder on the unchanged text. One encoding of all users a perturbation.</remarks>
    public static IReadOnlyList<(string Name, Estimate Moved)> Measure(
        IReadOnlyList<UserDocument> documents, Func<IReadOnlyList<string>, Matrix> encode, Matrix centres, IReadOnlyList<TextPerturbation> perturbations, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(encode);
        ArgumentNullException.ThrowIfNull(centres);
        ArgumentNullException.ThrowIfNull(perturbations);
        UserDocument[] written = [.. documents.Where(document => !document.IsEmpty)];
        var directions = centres.NormalizeRows();
        var before = Nearest(written);
        return [.. perturbations.Select((perturbation, p) =>
        {
            var rng = new Rng(seed).Fork((ulong)p);
            var after = Nearest([.. written.Select((document, i) => perturbation.Apply(document, rng.Fork((ulong)i)))]);
            return (perturbation.Name, Bootstrap.Interval([.. before.Zip(after, (a, b) => a == b ? 0.0 : 1)], seed));
        })];

        int[] Nearest(UserDocument[] users)
        {
            var cosines = MatrixProduct.MultiplyTransposed(encode([.. users.Select(user => string.Join('\n', user.Texts))]).NormalizeRows(), directions);
            return [.. Enumerable.Range(0, users.Length).Select(i => System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(cosines.Row(i)))];
        }
    }

    /// <summary>How far partitions from different seeds agree.</summary>
    /// <param name="points">(n, d) the vectors.</param>
    /// <param name="fit">Groups the vectors by a seed.</param>
    /// <param name="seeds">Seeds, at least 2.</param>
    /// <returns>Adjusted Rand index of every pair of seeds: mean, smallest and largest.</returns>
    public static Estimate Consensus(Matrix points, Func<Matrix, ulong, Clustering.Clustering> fit, IReadOnlyList<ulong> seeds)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(seeds);
        Check.AtLeast(seeds.Count, 2);
        int[][] labels = [.. seeds.Select(seed => fit(points, seed).Labels)];
        double[] pairs = [.. Enumerable.Range(0, labels.Length).SelectMany(i => Enumerable.Range(0, i).Select(j => PartitionAgreement.AdjustedRand(labels[i], labels[j])))];
        return new Estimate(pairs.Average(), pairs.Min(), pairs.Max());
    }
}
