namespace UserSegments.Clustering;

/// <summary>How the first centres of k-means are chosen.</summary>
public enum KMeansSeeding
{
    /// <summary>Greedy k-means++ (Arthur and Vassilvitskii, 2007): each centre drawn by squared distance, the best of 2 + ln k draws kept.</summary>
    PlusPlus,

    /// <summary>k-means|| (Bahmani et al., 2012): a few passes draw about 2k rows each, then k-means++ on those.</summary>
    Parallel,

    /// <summary>k rows drawn uniformly.</summary>
    Random,
}
