using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Interop.MachineLearning;

/// <summary>ML.NET's clustering among the contestants of a <see cref="Contest"/>.</summary>
/// <remarks>
/// ML.NET's k-means starts once, by its parallel seeding (KMeansYinyang), and stops after 1,000 passes or when the mean squared distance changes by less than
/// 1e-7; its threads are capped at half the processors, and with more than one it does not promise the same result twice.
/// </remarks>
/// <example><code>Contest.Run(points, [.. Contestant.All(points, 8), MlNetContestants.KMeans(8), MlNetContestants.PcaKMeans(8, 16)])</code></example>
public static class MlNetContestants
{
    /// <summary>ML.NET's k-means.</summary>
    /// <param name="k">Number of groups, at least 1.</param>
    /// <param name="threads">At least 1; ML.NET takes no more than half the processors.</param>
    public static Contestant KMeans(int k, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new("ML.NET k-means", (rows, seed) => Fit(Context(seed), rows.ToDataView(), rows, k, threads));
    }

    /// <summary>ML.NET's k-means on the scores of ML.NET's principal components (randomized, with the mean taken out).</summary>
    /// <param name="k">Number of groups, at least 1.</param>
    /// <param name="components">Number of components, at least 1.</param>
    /// <param name="threads">At least 1; ML.NET takes no more than half the processors.</param>
    /// <remarks>The centres lie among the scores, so the grouping has none among the rows; its inertia is not comparable either and is left out.</remarks>
    public static Contestant PcaKMeans(int k, int components, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new("ML.NET PCA and k-means", (rows, seed) =>
        {
            var context = Context(seed);
            var view = rows.ToDataView();
            var pca = context.Transforms.ProjectToPrincipalComponents("Features", rank: components, seed: Seed(seed)).Fit(view);
            var scores = pca.Transform(view).ToMatrix();
            return new Clustering.Clustering(Fit(context, scores.ToDataView(), scores, k, threads).Labels, "ML.NET PCA and k-means", k);
        });
    }

    private static Clustering.Clustering Fit(MLContext context, IDataView view, Matrix rows, int k, int threads)
    {
        var model = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = k, NumberOfThreads = threads }).Fit(view);
        var labels = model.Transform(view).ToClustering().Labels;
        VBuffer<float>[]? given = null;
        model.Model.GetClusterCentroids(ref given, out _);
        var centres = new Matrix(k, rows.Columns);
        for (var j = 0; j < k; j++) given[j].CopyTo(centres.Row(j));
        var inertia = Blocks.Sum(rows.Rows, 1024, (start, end) =>
        {
            var sum = 0.0;
            for (var i = start; i < end; i++)
            {
                var distance = TensorPrimitives.Distance<float>(rows.Row(i), centres.Row(labels[i]));
                sum += (double)distance * distance;
            }
            return sum;
        });
        return new Clustering.Clustering(labels, "ML.NET k-means", k) { Centres = centres, Inertia = inertia };
    }

    private static MLContext Context(ulong seed) => new(Seed(seed));

    private static int Seed(ulong seed) => (int)(seed & int.MaxValue);
}
