using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>A new group, proposed by the density of what fits nowhere: a place that is dense now and was not in the window before.</summary>
/// <param name="Centre">(d) of length 1.</param>
/// <param name="Newness">One minus its density before over that of now, 0 to 1.</param>
/// <remarks>
/// Places are the centres of a fine grouping of the active people. Each is fitted as one more group with a share e of all people,
/// <c>L(e, c) = sum_u ln((1 - e) p(u | groups) + e p(u | c))</c>, then weighed, where it stands, against the window before: structure that was always there gains in both windows
/// and is no birth. The gain now must exceed that before by the options' multiple of <c>½ d ln n</c>, and the share by the factor.
/// </remarks>
internal sealed record GroupProposal(float[] Centre, double Newness)
{
    private const int Moves = 12, Weighings = 20;

    /// <summary>The surest proposal, or null.</summary>
    /// <param name="now">The window.</param>
    /// <param name="before">The window before.</param>
    /// <param name="centres">The groups.</param>
    /// <param name="living">Those of them that live.</param>
    /// <param name="prior">(n, groups) where the active people of now were expected.</param>
    /// <param name="options">What makes a birth.</param>
    public static GroupProposal? Find(WindowEvidence now, WindowEvidence before, IReadOnlyList<float[]> centres, int[] living, double[][] prior, MembershipOptions options)
    {
        if (now.People.Length < 10 * options.Proposals) return null;
        var fine = new KMeans(new KMeansOptions { K = options.Proposals, Seed = 1, Restarts = 1, MaxPasses = 20 }).Fit(now.Sums.NormalizeRows()).Centres!;
        var even = new double[centres.Count];
        foreach (var g in living) even[g] = 1.0 / living.Length;
        var (nowBase, pastBase) = (Explained(now, centres, living, prior, options), Explained(before, centres, living, [.. before.Before.Select(own => own ?? even)], options));
        var found = new (double Gain, GroupProposal? Proposal)[options.Proposals];
        Blocks.For(options.Proposals, 1, (place, _, _) =>
        {
            var (gain, share, centre) = Weigh(now, nowBase, WindowEvidence.Unit(fine.Row(place)), true, options.BirthConcentration);
            var (gainBefore, shareBefore, _) = Weigh(before, pastBase, centre, false, options.BirthConcentration);
            if (share < options.BirthShare || share < options.BirthFactor * shareBefore) return;
            found[place] = (gain - gainBefore * now.People.Length / before.People.Length, new GroupProposal(centre, 1 - shareBefore / share));
        });
        var (best, proposal) = found.MaxBy(x => x.Proposal is null ? double.NegativeInfinity : x.Gain);
        return best >= options.BirthGain * 0.5 * now.Sums.Columns * Math.Log(now.People.Length) ? proposal : null;
    }

    // (n) log-likelihood of each person under the groups there are.
    private static double[] Explained(WindowEvidence evidence, IReadOnlyList<float[]> centres, int[] living, double[][] prior, MembershipOptions options)
    {
        var result = new double[evidence.People.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var logs = Array.ConvertAll(living, g => evidence.LogLikelihood(i, centres[g], options.BirthConcentration));
            var most = logs.Max();
            var sum = 0.0;
            for (var a = 0; a < living.Length; a++) sum += (living[a] < prior[i].Length ? prior[i][living[a]] : 0) * Math.Exp(logs[a] - most);
            result[i] = Math.Log(Math.Max(sum, 1e-300)) + most;
        }
        return result;
    }

    private static (double Gain, double Share, float[] Centre) Weigh(WindowEvidence evidence, double[] explained, float[] centre, bool moves, double concentration)
    {
        var (share, gain) = (0.05, 0.0);
        for (var pass = 0; pass < (moves ? Moves : Weighings); pass++)
        {
            var (taken, sum) = (0.0, new double[centre.Length]);
            gain = 0;
            for (var i = 0; i < explained.Length; i++)
            {
                var odds = Math.Exp(Math.Min(50, evidence.LogLikelihood(i, centre, concentration) - explained[i]));
                var mixture = 1 - share + share * odds;
                var own = share * odds / mixture;
                gain += Math.Log(mixture);
                taken += own;
                if (!moves || own < 1e-6) continue;
                for (var j = 0; j < sum.Length; j++) sum[j] += own * evidence.Sums[i, j];
            }
            share = Math.Max(1e-4, taken / explained.Length);
            if (moves) centre = WindowEvidence.Unit(Array.ConvertAll(sum, x => (float)x));
        }
        return (gain, share, centre);
    }
}
