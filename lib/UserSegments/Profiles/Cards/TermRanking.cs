namespace UserSegments.Profiles;

/// <summary>How contrastive terms are ranked.</summary>
public enum TermRanking
{
    /// <summary>Log-odds with an informative Dirichlet prior, as a z-score (Monroe, Colaresi and Quinn, 2008).</summary>
    LogOdds,

    /// <summary>Class-based TF-IDF (Grootendorst, 2022).</summary>
    ClassTfIdf,
}
