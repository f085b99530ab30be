namespace UserSegments.Encoding;

/// <summary>How one vector is made of the vectors of a sequence's tokens.</summary>
public enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The vector of the first token.</summary>
    Cls,

    /// <summary>The largest value in every dimension.</summary>
    Max,

    /// <summary>The vector of the last token.</summary>
    Last,

    /// <summary>Their sum over the square root of their number.</summary>
    MeanSqrtLength,
}
