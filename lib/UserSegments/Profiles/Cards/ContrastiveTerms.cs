using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Scores that say which terms set a group apart from the others.</summary>
public static class ContrastiveTerms
{
    /// <summary>Class-based TF-IDF: <c>tf(t, c) ln(1 + A / f(t))</c> (Grootendorst, 2022).</summary>
    /// <param name="counts">(k, v) how often each group has each term.</param>
    /// <returns>(k, v) scores; tf is the term's share of its group's counts, f its count in all groups, A the mean count of a group. A group without counts gets zeros.</returns>
    /// <remarks>O(k v).</remarks>
    public static double[,] ClassTfIdf(double[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (groups, terms) = (counts.GetLength(0), counts.GetLength(1));
        var (ofGroup, ofTerm, all) = Totals(counts);
        var mean = all / Math.Max(1, groups);
        var scores = new double[groups, terms];
        for (var c = 0; c < groups; c++)
        {
            for (var t = 0; t < terms; t++)
            {
                if (counts[c, t] > 0) scores[c, t] = counts[c, t] / ofGroup[c] * Math.Log(1 + mean / ofTerm[t]);
            }
        }
        return scores;
    }

    /// <summary>
    /// Log-odds ratio of each group against all others with an informative Dirichlet prior, divided by its standard deviation
    /// (Monroe, Colaresi and Quinn, 2008, equations 16, 20 and 22).
    /// </summary>
    /// <param name="counts">(k, v) how often each group has each term.</param>
    /// <param name="priorWeight">Counts that the prior weighs in all, above 0; spread over the terms by their share of all counts.</param>
    /// <returns>(k, v) z-scores; above 1.96 a term is more frequent in the group at the 5 % level. A term that nobody has gets 0.</returns>
    /// <remarks>O(k v). The larger the prior, the more the scores of rare terms shrink to 0.</remarks>
    public static double[,] LogOdds(double[,] counts, double priorWeight = 500)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Check.Positive(priorWeight);
        var (groups, terms) = (counts.GetLength(0), counts.GetLength(1));
        var (ofGroup, ofTerm, all) = Totals(counts);
        var scores = new double[groups, terms];
        for (var c = 0; c < groups; c++)
        {
            for (var t = 0; t < terms; t++) scores[c, t] = LogOdds(counts[c, t], ofGroup[c], ofTerm[t] - counts[c, t], all - ofGroup[c], ofTerm[t], all, priorWeight);
        }
        return scores;
    }

    /// <summary>The same score for two groups against each other, with the counts of all groups as prior, shape (v).</summary>
    /// <param name="counts">(k, v) how often each group has each term.</param>
    /// <param name="group">The group whose terms score above 0.</param>
    /// <param name="other">The group whose terms score below 0.</param>
    /// <param name="priorWeight">Counts that the prior weighs in all, above 0.</param>
    public static double[] Between(double[,] counts, int group, int other, double priorWeight = 500)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Check.InRange(group, 0, counts.GetLength(0) - 1);
        Check.InRange(other, 0, counts.GetLength(0) - 1);
        Check.Positive(priorWeight);
        var (ofGroup, ofTerm, all) = Totals(counts);
        var scores = new double[counts.GetLength(1)];
        for (var t = 0; t < scores.Length; t++) scores[t] = LogOdds(counts[group, t], ofGroup[group], counts[other, t], ofGroup[other], ofTerm[t], all, priorWeight);
        return scores;
    }

    private static double LogOdds(double y1, double n1, double y2, double n2, double y, double n, double prior)
    {
        if (y <= 0) return 0;
        var a = prior * y / n;
        // A vocabulary of one term has odds of infinity on both sides: nothing sets the groups apart.
        if (n1 + prior - y1 - a <= 0 || n2 + prior - y2 - a <= 0) return 0;
        var difference = Math.Log((y1 + a) / (n1 + prior - y1 - a)) - Math.Log((y2 + a) / (n2 + prior - y2 - a));
        return difference / Math.Sqrt(1 / (y1 + a) + 1 / (y2 + a));
    }

    private static (double[] OfGroup, double[] OfTerm, double All) Totals(double[,] counts)
    {
        var (ofGroup, ofTerm, all) = (new double[counts.GetLength(0)], new double[counts.GetLength(1)], 0.0);
        for (var c = 0; c < ofGroup.Length; c++)
        {
            for (var t = 0; t < ofTerm.Length; t++)
            {
                ofGroup[c] += counts[c, t];
                ofTerm[t] += counts[c, t];
            }
            all += ofGroup[c];
        }
        return (ofGroup, ofTerm, all);
    }
}
