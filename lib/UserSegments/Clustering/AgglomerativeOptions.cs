namespace UserSegments.Clustering;

/// <summary>How <see cref="Agglomerative"/> runs.</summary>
public sealed record AgglomerativeOptions
{
    /// <summary>How the distance of two groups follows from their rows'.</summary>
    public Linkage Linkage { get; init; } = Linkage.Ward;

    /// <summary>Compares rows by direction: they are scaled to length 1 first, so that the squared distance is twice one minus the cosine.</summary>
    public bool Spherical { get; init; }
}
