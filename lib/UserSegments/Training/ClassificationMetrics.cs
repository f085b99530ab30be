using System.Globalization;
using UserSegments.Display;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>How good the probabilities of a classifier are, by the answers.</summary>
/// <param name="Count">Number of examples.</param>
/// <param name="Accuracy">Share of examples whose most probable class is right.</param>
/// <param name="Precision">Right positives over all called positive; the mean over the classes where there are more than two.</param>
/// <param name="Recall">Right positives over all that are positive; the mean over the classes where there are more than two.</param>
/// <param name="F1">Harmonic mean of precision and recall; the mean over the classes where there are more than two.</param>
/// <param name="Auc">Chance that a positive scores above a negative, ties count half; the mean of one against the rest where there are more than two classes; NaN where a class is missing.</param>
/// <param name="LogLoss">Mean of -log of the right class's probability, which is taken to be at least 1e-15.</param>
/// <param name="Brier">Mean squared difference of probabilities and answers (of the positive class, or summed over the classes).</param>
/// <param name="CalibrationError">Expected calibration error: mean over 10 equal bins of |confidence - accuracy|, weighted by size (Guo et al., 2017).</param>
/// <remarks>A class that is never called has precision 0. O(n log n) a class.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record ClassificationMetrics(
    int Count, double Accuracy, double Precision, double Recall, double F1, double Auc, double LogLoss, double Brier, double CalibrationError) : IDisplayable
{
    private const int Bins = 10;

    /// <summary>Of the probabilities of yes.</summary>
    /// <param name="probabilities">(n) probabilities of yes.</param>
    /// <param name="labels">(n) answers.</param>
    public static ClassificationMetrics OfBinary(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, probabilities.Count, nameof(labels), nameof(probabilities));
        var matrix = new Matrix(labels.Count, 2);
        for (var i = 0; i < labels.Count; i++) (matrix[i, 0], matrix[i, 1]) = ((float)(1 - probabilities[i]), (float)probabilities[i]);
        var metrics = Of(matrix, [.. labels.Select(label => label ? 1 : 0)]);
        // Ranks must not lose what double precision tells apart.
        return metrics with { Auc = AreaUnderCurve(probabilities, labels) };
    }

    /// <summary>Of the probabilities of two or more classes; with two, class 1 is the positive one.</summary>
    /// <param name="probabilities">(n, classes).</param>
    /// <param name="labels">(n) classes.</param>
    public static ClassificationMetrics Of(Matrix probabilities, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, Check.AtLeast(probabilities.Rows, 1), nameof(labels), "the rows of probabilities");
        var (n, classes) = (labels.Count, Check.AtLeast(probabilities.Columns, 2));
        var confusion = new int[classes, classes];                                // true, called
        var (logLoss, brier) = (0.0, 0.0);
        var bins = new (int Count, double Confidence, double Right)[Bins];
        for (var i = 0; i < n; i++)
        {
            var row = probabilities.Row(i);
            var label = Check.InRange(labels[i], 0, classes - 1);
            var called = 0;
            for (var c = 1; c < classes; c++) called = row[c] > row[called] ? c : called;
            confusion[label, called]++;
            logLoss -= Math.Log(Math.Max(1e-15, row[label]));
            for (var c = classes == 2 ? 1 : 0; c < classes; c++) brier += Math.Pow(row[c] - (c == label ? 1 : 0), 2);
            // With two classes the probability of yes is held against the share of yes; else confidence against accuracy.
            var (confidence, right) = classes == 2 ? (row[1], (double)label) : (row[called], called == label ? 1.0 : 0.0);
            ref var bin = ref bins[Math.Clamp((int)(confidence * Bins), 0, Bins - 1)];
            bin = (bin.Count + 1, bin.Confidence + confidence, bin.Right + right);
        }
        var perClass = Enumerable.Range(0, classes).Select(c => Scores(confusion, c)).Skip(classes == 2 ? 1 : 0).ToArray();
        var auc = Enumerable.Range(0, classes).Skip(classes == 2 ? 1 : 0)
            .Average(c => AreaUnderCurve([.. Enumerable.Range(0, n).Select(i => (double)probabilities[i, c])], [.. labels.Select(label => label == c)]));
        return new ClassificationMetrics(
            n, Enumerable.Range(0, classes).Sum(c => confusion[c, c]) / (double)n, perClass.Average(s => s.Precision), perClass.Average(s => s.Recall),
            perClass.Average(s => s.F1), auc, logLoss / n, brier / n, bins.Sum(bin => Math.Abs(bin.Confidence - bin.Right)) / n);
    }

    /// <summary>Area under the ROC curve by ranks (Mann and Whitney, 1947); ties count half; NaN where there are only positives or only negatives.</summary>
    /// <param name="scores">(n) scores, higher means more probable; finite.</param>
    /// <param name="labels">(n) answers.</param>
    public static double AreaUnderCurve(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, scores.Count, nameof(labels), nameof(scores));
        var sorted = scores.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var (ranks, positives) = (0.0, 0L);
        for (var i = 0; i < order.Length;)
        {
            var end = i;
            while (end < order.Length && sorted[end].Equals(sorted[i])) end++;
            for (var j = i; j < end; j++)
            {
                if (!labels[order[j]]) continue;
                ranks += (i + 1 + end) / 2.0;
                positives++;
            }
            i = end;
        }
        var negatives = order.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (ranks - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }

    /// <summary>The metrics as a table of one row each.</summary>
    public Table ToTable()
    {
        var table = Table.WithColumns("metric", "value");
        foreach (var (name, value) in new[]
        {
            ("accuracy", Accuracy), ("precision", Precision), ("recall", Recall), ("F1", F1), ("AUC", Auc), ("log loss", LogLoss), ("Brier score", Brier), ("calibration error", CalibrationError),
        })
            table = table.Add(name, value.ToString("0.0000", CultureInfo.InvariantCulture));
        return table.WithCaption(string.Create(CultureInfo.InvariantCulture, $"{Count:N0} examples"));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    private static (double Precision, double Recall, double F1) Scores(int[,] confusion, int c)
    {
        var (called, there) = (0, 0);
        for (var other = 0; other < confusion.GetLength(0); other++) (called, there) = (called + confusion[other, c], there + confusion[c, other]);
        double right = confusion[c, c];
        return (called == 0 ? 0 : right / called, there == 0 ? 0 : right / there, called + there == 0 ? 0 : 2 * right / (called + there));
    }
}
