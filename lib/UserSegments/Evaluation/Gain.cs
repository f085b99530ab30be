namespace UserSegments.Evaluation;

/// <summary>What a relevant item is worth to NDCG.</summary>
public enum Gain
{
    /// <summary>1 for every relevant item.</summary>
    Binary,

    /// <summary>The value itself (Järvelin and Kekäläinen, 2002; trec_eval's ndcg).</summary>
    Linear,

    /// <summary><c>2^value - 1</c> (Burges et al., 2005).</summary>
    Exponential,
}
