namespace UserSegments.Profiles;

/// <summary>What the weights of <see cref="WeightedMatching"/> maximise.</summary>
public enum MatchingLoss
{
    /// <summary>For each click, the softmax of the clicked item against the items of the list that were not clicked (McFadden, 1974).</summary>
    Softmax,

    /// <summary>For each pair of a clicked and an unclicked item of one list, the logistic of their difference (Rendle et al., 2009).</summary>
    Pairwise,
}
