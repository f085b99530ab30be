namespace UserSegments.Clustering;

/// <summary>What the measures say of one number of groups.</summary>
/// <param name="K">Number of groups.</param>
/// <param name="Inertia">Sum of squared distances to the centres.</param>
/// <param name="Silhouette">Mean silhouette; higher is better.</param>
/// <param name="CalinskiHarabasz">Variance ratio; higher is better.</param>
/// <param name="DaviesBouldin">Likeness of the nearest groups; lower is better.</param>
/// <param name="Gap">Gap statistic; its rule names one k.</param>
/// <param name="GapError">Error of the gap.</param>
/// <param name="Stability">Mean adjusted Rand index with bootstrap resamples; higher is better.</param>
/// <param name="Smallest">Rows in the smallest group.</param>
/// <param name="Rank">Mean rank over silhouette, variance ratio, Davies-Bouldin and stability; lower is better.</param>
public sealed record KScore(
    int K, double Inertia, double Silhouette, double CalinskiHarabasz, double DaviesBouldin, double Gap, double GapError, double Stability, int Smallest, double Rank);
