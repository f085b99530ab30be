using UserSegments.Numerics;
using UserSegments.Training;

namespace UserSegments.Tests.Training;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void OfBinary_ByHand_IsRight()
    {
        // Called yes: 0.9, 0.6 (wrong), 0.8; the yes at 0.4 is missed. Pairs (yes above no): 0.9 and 0.8 beat both, 0.4 beats 0.2 only.
        var m = ClassificationMetrics.OfBinary([0.9, 0.6, 0.4, 0.2, 0.8], [true, false, true, false, true]);
        Assert.Equal(0.6, m.Accuracy, 6);
        Assert.Equal(2.0 / 3, m.Precision, 6);
        Assert.Equal(2.0 / 3, m.Recall, 6);
        Assert.Equal(2.0 / 3, m.F1, 6);
        Assert.Equal(5.0 / 6, m.Auc, 6);
        Assert.Equal((0.01 + 0.36 + 0.36 + 0.04 + 0.04) / 5, m.Brier, 6);
        Assert.Equal((0.1 + 0.6 + 0.6 + 0.2 + 0.2) / 5, m.CalibrationError, 6);
    }

    [Fact]
    public void AreaUnderCurve_Ties_CountHalf()
    {
        Assert.Equal(0.5, ClassificationMetrics.AreaUnderCurve([1, 1, 1], [true, false, true]));
        Assert.Equal(0.75, ClassificationMetrics.AreaUnderCurve([1, 1, 2], [true, false, true]));
        Assert.True(double.IsNaN(ClassificationMetrics.AreaUnderCurve([1, 2], [true, true])));
    }

    [Fact]
    public void AreaUnderCurve_RandomScores_IsTheShareOfPairs()
    {
        const ulong Seed = 9;
        var random = new Rng(Seed);
        double[] scores = [.. Enumerable.Range(0, 80).Select(_ => (double)random.NextInt(20))];
        bool[] labels = [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble() < 0.3)];
        var (wins, pairs) = (0.0, 0);
        for (var i = 0; i < 80; i++)
        {
            for (var j = 0; j < 80; j++)
            {
                if (!labels[i] || labels[j]) continue;
                wins += scores[i] > scores[j] ? 1 : scores[i] < scores[j] ? 0 : 0.5;
                pairs++;
            }
        }
        Assert.Equal(wins / pairs, ClassificationMetrics.AreaUnderCurve(scores, labels), 12);
    }

    [Fact]
    public void Of_ThreeClasses_TakesMeans()
    {
        var m = ClassificationMetrics.Of(Matrix.FromRows([[0.8f, 0.1f, 0.1f], [0.1f, 0.8f, 0.1f], [0.1f, 0.8f, 0.1f]]), [0, 1, 2]);
        Assert.Equal(2.0 / 3, m.Accuracy, 6);
        Assert.Equal((1 + 0.5 + 0) / 3, m.Precision, 6);
        Assert.Equal((1 + 1 + 0) / 3.0, m.Recall, 6);
        Assert.Equal((1 + 0.75 + 0.5) / 3, m.Auc, 6);
        Assert.Contains("3 examples", m.ToString() + m.ToTable().Caption, StringComparison.Ordinal);
    }
}
