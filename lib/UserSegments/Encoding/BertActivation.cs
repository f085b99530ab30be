namespace UserSegments.Encoding;

/// <summary>Function between the two layers of a feed-forward block.</summary>
public enum BertActivation
{
    /// <summary><c>x Phi(x)</c> with the error function (Hendrycks and Gimpel, 2016).</summary>
    Gelu,

    /// <summary>The approximation of GELU by a hyperbolic tangent.</summary>
    GeluTanh,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>x / (1 + exp(-x))</c>.</summary>
    Silu,
}
