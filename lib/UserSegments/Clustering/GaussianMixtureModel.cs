using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Clustering;

/// <summary>A fitted mixture of Gaussians: soft groups, and criteria to compare numbers of groups.</summary>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class GaussianMixtureModel : IDisplayable
{
    private readonly Gaussian[] gaussians;

    internal GaussianMixtureModel(
        Gaussian[] gaussians, double[][] shares, double likelihood, IReadOnlyList<double> trace, bool converged, GaussianMixtureOptions options, int columns)
    {
        this.gaussians = gaussians;
        (Memberships, LogLikelihood) = (shares, likelihood);
        var (k, d, n) = (gaussians.Length, columns, shares.Length);
        Parameters = k - 1 + (k * d) + options.Covariance switch
        {
            CovarianceKind.Full => k * d * (d + 1) / 2,
            CovarianceKind.Tied => d * (d + 1) / 2,
            _ => k * d,
        };
        Bic = (-2 * likelihood) + (Parameters * Math.Log(n));
        Aic = (-2 * likelihood) + (2 * Parameters);
        Clustering = new Clustering(
            Array.ConvertAll(shares, share => Array.IndexOf(share, share.Max())), string.Create(CultureInfo.InvariantCulture, $"Gaussian mixture ({options.Covariance}), k = {k}"), k)
        {
            Centres = Matrix.FromRows([.. gaussians.Select(gaussian => Array.ConvertAll(gaussian.Mean, value => (float)value))]),
            Passes = trace.Count,
            Converged = converged,
            Trace = trace,
        };
    }

    /// <summary>The likeliest Gaussian of each row.</summary>
    public Clustering Clustering { get; }

    /// <summary>(n)(k) probability of each Gaussian for each row.</summary>
    public double[][] Memberships { get; }

    /// <summary>(k) share of each Gaussian.</summary>
    public double[] Weights => Array.ConvertAll(gaussians, gaussian => gaussian.Weight);

    /// <summary>Log-likelihood of all rows, in nats.</summary>
    public double LogLikelihood { get; }

    /// <summary>Number of free parameters.</summary>
    public int Parameters { get; }

    /// <summary>Bayesian information criterion (Schwarz, 1978); lower is better.</summary>
    public double Bic { get; }

    /// <summary>Akaike's information criterion (1974); lower is better.</summary>
    public double Aic { get; }

    /// <summary>The likeliest Gaussian of each of some other rows, shape (m).</summary>
    /// <param name="rows">(m, d), finite.</param>
    /// <exception cref="ArgumentException">The columns differ from the rows fitted, or a value is not finite.</exception>
    public int[] Predict(Matrix rows)
    {
        Check.Finite(rows);
        if (rows.Columns != gaussians[0].Mean.Length)
            throw new ArgumentException($"rows has {rows.Columns} columns, expected {gaussians[0].Mean.Length} as the rows fitted.", nameof(rows));
        var shares = new double[rows.Rows][];
        for (var i = 0; i < shares.Length; i++) shares[i] = new double[gaussians.Length];
        GaussianMixture.Expect(rows, gaussians, shares);
        return Array.ConvertAll(shares, share => Array.IndexOf(share, share.Max()));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => Clustering.ToMimeBundle();

    /// <summary>One line: groups and criterion.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Clustering}; BIC {Bic:F1}");
}
