using UserSegments.Clustering;
using UserSegments.Data;
using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Profiles;
using UserSegments.Reduction;
using UserSegments.Text;

namespace Benchmarks;

internal static class EmbeddedVariants
{
    public static int Run(string[] args)
    {
        var data = Datasets.Open(Datasets.Embedded);
        int[] people = [.. Enumerable.Range(0, data.Users.Count).Where(user => user % 5 == 1)];
        var truth = Datasets.OpenTruth(Datasets.Embedded);
        int[] labels = [.. people.Select(u => truth.Segments[u])];
        foreach (var path in args)
        {
            using var encoder = TextEncoder.Load(path);
            var documents = UserDocuments.Build(data);
            string[] texts = [.. people.SelectMany(u => documents[u].Texts)];
            int[] owner = [.. people.SelectMany((u, i) => Enumerable.Repeat(i, documents[u].Texts.Count))];
            var raw = encoder.Encode(texts);
            var mean = UserPooling.Pool(raw, owner, people.Length);
            Show(path + " mean", mean.NormalizeRows());
            Show("not normalised", mean);
            var centred = Centre(mean);
            Show("centred", centred.NormalizeRows());
            var english = Enumerable.Range(0, people.Length).Where(i => data.Users[people[i]].ToString().Contains("en", StringComparison.Ordinal)).ToArray();
            foreach (var d in new[] { 8, 12, 16, 32 })
            {
                var pca = Pca.Fit(mean, new PcaOptions { Components = d }).Transform(mean);
                Show($"pca {d}", pca);
                Show($"pca {d} normalised", pca.NormalizeRows());
            }
            Show("concatenated", encoder.Encode([.. people.Select(u => string.Join(' ', documents[u].Texts))]));
            void Show(string name, Matrix points)
            {
                var ari = Enumerable.Range(1, 5).Average(seed => PartitionAgreement.AdjustedRand(labels, new KMeans(new KMeansOptions { K = 8, Seed = (ulong)seed }).Fit(points).Labels));
                var ari9 = Enumerable.Range(1, 5).Average(seed => PartitionAgreement.AdjustedRand(labels, new KMeans(new KMeansOptions { K = 9, Seed = (ulong)seed }).Fit(points).Labels));
                Console.WriteLine(FormattableString.Invariant($"{name}: ARI k=8 {ari:0.000}, k=9 {ari9:0.000}"));
            }
        }
        return 0;
    }

    private static Matrix Centre(Matrix x)
    {
        var (m, y) = (x.ColumnMeans(), x.Copy());
        for (var i = 0; i < y.Rows; i++) for (var j = 0; j < y.Columns; j++) y[i, j] -= m[j];
        return y;
    }
}
