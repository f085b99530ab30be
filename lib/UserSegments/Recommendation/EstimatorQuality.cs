namespace UserSegments.Recommendation;

/// <summary>How good an estimator was over many logs whose truth is known.</summary>
/// <param name="Name">The estimator.</param>
/// <param name="Bias">Mean estimate minus truth.</param>
/// <param name="Error">Standard error of the bias: a bias within two of it cannot be told from none.</param>
/// <param name="RootMeanSquare">Root of the mean squared error.</param>
/// <param name="Coverage">Share of the intervals that hold the truth.</param>
/// <param name="Width">Mean width of the intervals.</param>
public sealed record EstimatorQuality(string Name, double Bias, double Error, double RootMeanSquare, double Coverage, double Width);
