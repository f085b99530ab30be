using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>A hidden Markov model of people in groups (Rabiner, 1989), filtered window by window, whose groups move, are born and die.</summary>
/// <remarks>
/// A person is in one group a window and goes from h to g with probability T[h, g], which is estimated in every window together with the centres (expectation-maximisation, T with a prior
/// that people stay). So a window of few events moves nobody by itself, but where many of a group go the same way all of them are believed sooner: T is what tells a migration or a death in
/// the window in which it happens. Groups keep their number; a retired one keeps its centre and gets nobody. O(passes · active people · groups · (d + groups)) a window.
/// </remarks>
internal sealed class MembershipFilter
{
    private readonly MembershipOptions options;
    private readonly List<float[]> centres;
    private readonly List<bool> alive;
    private readonly Dictionary<int, double[]> memberships = [];
    private double[] shares;
    private WindowEvidence? before;

    /// <summary>Begins with groups and with what is known of people; whom nothing was observed of is not known.</summary>
    public MembershipFilter(Matrix centres, SortedDictionary<int, (float[] Sum, int Events)> observed, MembershipOptions options)
    {
        this.options = options;
        this.centres = [.. Enumerable.Range(0, centres.Rows).Select(g => WindowEvidence.Unit(centres.Row(g)))];
        alive = [.. Enumerable.Repeat(true, centres.Rows)];
        var past = WindowEvidence.Of(observed, memberships);
        var even = Enumerable.Repeat(1.0 / centres.Rows, centres.Rows).ToArray();
        shares = new double[centres.Rows];
        for (var i = 0; i < past.People.Length; i++)
        {
            var (own, _) = Posterior(past, i, even);
            memberships[past.People[i]] = own;
            for (var g = 0; g < own.Length; g++) shares[g] += own[g] * past.Events[i];
        }
        Normalize(shares);
    }

    /// <summary>(groups, d) centres of length 1, those of retired groups too.</summary>
    public Matrix Centres => Matrix.FromRows([.. centres]);

    /// <summary>The groups that live.</summary>
    public IEnumerable<int> Living => Enumerable.Range(0, centres.Count).Where(g => alive[g]);

    /// <summary>The probability of each group for a person, or null where nothing was observed.</summary>
    public double[]? Membership(int person) => memberships.GetValueOrDefault(person);

    /// <summary>A window has ended: where people are now, and what happened to the groups.</summary>
    public IReadOnlyList<SegmentEvent> Next(int window, SortedDictionary<int, (float[] Sum, int Events)> observed)
    {
        if (observed.Count == 0) return [];
        var now = WindowEvidence.Of(observed, memberships);
        var events = new List<SegmentEvent>();
        var old = centres.ToArray();
        var fit = Fit(now, old);
        // The past before the grouping is no window: sums of many events are surer than those of few, and would not be compared like with like.
        if (before is not null && GroupProposal.Find(now, before, centres, [.. Living], fit.Prior, options) is { } proposal)
        {
            centres.Add(proposal.Centre);
            alive.Add(true);
            shares = [.. shares, 0];
            fit = Fit(now, old);
            if (fit.Posterior.Sum(own => own[^1]) >= options.BirthShare * now.People.Length)
            {
                events.Add(new SegmentEvent(SegmentEventKind.Birth, window, [], [centres.Count - 1], proposal.Newness));
            }
            else
            {
                // Its people are at home elsewhere once all groups have moved.
                for (var g = 0; g < old.Length; g++) centres[g] = old[g];
                centres.RemoveAt(old.Length);
                alive.RemoveAt(old.Length);
                shares = shares[..old.Length];
                fit = Fit(now, old);
            }
        }
        var (was, has) = Totals(now, fit.Posterior);
        int[] watched = [.. Living.Where(h => h < old.Length && was[h] >= 1)];
        foreach (var h in watched)
        {
            // The last one stays: people must be somewhere.
            if (has[h] < options.DeathShare * was[h] && Living.Count() > 1) alive[h] = false;
        }
        foreach (var h in watched) events.AddRange(Happened(window, h, has[h] / was[h], fit.Transitions));
        for (var i = 0; i < now.People.Length; i++) memberships[now.People[i]] = fit.Posterior[i];
        Resettle(fit.Transitions);
        before = now;
        return events;
    }

    private IEnumerable<SegmentEvent> Happened(int window, int h, double left, double[,] transitions)
    {
        int[] others = [.. Living.Where(g => g != h)];
        if (!alive[h])
        {
            var heir = others.MaxBy(g => transitions[h, g]);
            yield return transitions[h, heir] / others.Sum(g => transitions[h, g]) > 2.0 / 3
                ? new SegmentEvent(SegmentEventKind.Merge, window, [h, heir], [heir], 1 - left)
                : new SegmentEvent(SegmentEventKind.Death, window, [h], [], 1 - left);
            yield break;
        }
        foreach (var g in others.Where(g => transitions[h, g] >= options.MigrationShare))
            yield return new SegmentEvent(SegmentEventKind.Migration, window, [h], [g], transitions[h, g]);
    }

    private (double[][] Posterior, double[,] Transitions, double[][] Prior) Fit(WindowEvidence now, float[][] old)
    {
        var k = centres.Count;
        int[] living = [.. Living];
        var stay = Staying(living);
        var (transitions, arrivals) = (stay, living.Aggregate(new double[k], (a, g) => { a[g] = 1.0 / living.Length; return a; }));
        var (posterior, prior) = (new double[now.People.Length][], new double[now.People.Length][]);
        for (var pass = 0; pass < options.Passes; pass++)
        {
            var (moves, fresh, mass, sums) = (new double[k, k], new double[k], new double[k], new double[k, now.Sums.Columns]);
            for (var i = 0; i < now.People.Length; i++)
            {
                var was = now.Before[i];
                prior[i] = was is null ? arrivals : Ahead(was, transitions, living);
                var (own, ratio) = Posterior(now, i, prior[i]);
                posterior[i] = own;
                foreach (var g in living)
                {
                    mass[g] += own[g] * now.Events[i];
                    if (own[g] > 1e-6)
                    {
                        for (var j = 0; j < now.Sums.Columns; j++) sums[g, j] += own[g] * now.Sums[i, j];
                    }
                    if (was is null) fresh[g] += own[g];
                    else
                    {
                        for (var h = 0; h < was.Length; h++) moves[h, g] += was[h] * transitions[h, g] * ratio[g];
                    }
                }
            }
            transitions = Estimated(moves, stay, living);
            foreach (var g in living) arrivals[g] = fresh[g] + 1;
            Normalize(arrivals);
            Move(old, sums, mass, living);
        }
        return (posterior, transitions, prior);
    }

    // Posterior, and likelihood over evidence: posterior = prior · ratio.
    private (double[] Own, double[] Ratio) Posterior(WindowEvidence evidence, int i, double[] prior)
    {
        var (own, ratio, most) = (new double[prior.Length], new double[prior.Length], double.NegativeInfinity);
        for (var g = 0; g < prior.Length; g++)
        {
            ratio[g] = prior[g] > 0 ? evidence.LogLikelihood(i, centres[g], options.Concentration) : double.NegativeInfinity;
            most = Math.Max(most, ratio[g]);
        }
        var sum = 0.0;
        for (var g = 0; g < prior.Length; g++)
        {
            ratio[g] = Math.Exp(ratio[g] - most);
            sum += own[g] = prior[g] * ratio[g];
        }
        for (var g = 0; g < prior.Length; g++) (own[g], ratio[g]) = (own[g] / sum, ratio[g] / sum);
        return (own, ratio);
    }

    private double[,] Staying(int[] living)
    {
        var stay = new double[centres.Count, centres.Count];
        foreach (var h in living)
        {
            foreach (var g in living) stay[h, g] = living.Length == 1 ? 1 : h == g ? options.Stay : (1 - options.Stay) / (living.Length - 1);
        }
        return stay;
    }

    private double[,] Estimated(double[,] moves, double[,] stay, int[] living)
    {
        var result = new double[centres.Count, centres.Count];
        foreach (var h in living)
        {
            var all = living.Sum(g => moves[h, g]);
            foreach (var g in living) result[h, g] = (moves[h, g] + options.StayPeople * stay[h, g]) / (all + options.StayPeople);
        }
        return result;
    }

    private double[] Ahead(double[] was, double[,] transitions, int[] living)
    {
        var ahead = new double[centres.Count];
        foreach (var g in living)
        {
            for (var h = 0; h < was.Length; h++) ahead[g] += was[h] * transitions[h, g];
        }
        return ahead;
    }

    // A centre is the direction of its people's events and, by the weight of history, of the centre before.
    private void Move(float[][] old, double[,] sums, double[] mass, int[] living)
    {
        var all = mass.Sum();
        foreach (var g in living.Where(g => mass[g] > 0))
        {
            var direction = new float[sums.GetLength(1)];
            for (var j = 0; j < direction.Length; j++) direction[j] = (float)sums[g, j];
            var length = TensorPrimitives.Norm<float>(direction);
            var past = g < old.Length ? options.History * shares[g] * all * length / mass[g] : 0;
            for (var j = 0; j < direction.Length; j++) direction[j] = (float)((1 - options.History) * direction[j] + (past > 0 ? past * old[g][j] : 0));
            if (TensorPrimitives.Norm<float>(direction) > 0) centres[g] = WindowEvidence.Unit(direction);
        }
    }

    // For each group, how many active people that were known it had and has.
    private (double[] Was, double[] Now) Totals(WindowEvidence now, double[][] posterior)
    {
        var (was, has, events) = (new double[centres.Count], new double[centres.Count], new double[centres.Count]);
        for (var i = 0; i < now.People.Length; i++)
        {
            for (var g = 0; g < centres.Count; g++)
            {
                events[g] += posterior[i][g] * now.Events[i];
                if (now.Before[i] is not { } old) continue;
                has[g] += posterior[i][g];
                if (g < old.Length) was[g] += old[g];
            }
        }
        Normalize(shares = events);
        return (was, has);
    }

    // Who was in a group that has died, and silent, goes the way of the others.
    private void Resettle(double[,] transitions)
    {
        int[] living = [.. Living];
        foreach (var person in memberships.Keys.ToArray())
        {
            var own = memberships[person];
            if (own.Length < centres.Count) Array.Resize(ref own, centres.Count);
            for (var h = 0; h < own.Length; h++)
            {
                if (alive[h] || own[h] == 0) continue;
                var all = living.Sum(g => transitions[h, g]);
                foreach (var g in living) own[g] += all > 0 ? own[h] * transitions[h, g] / all : own[h] / living.Length;
                own[h] = 0;
            }
            memberships[person] = own;
        }
    }

    private static void Normalize(double[] values)
    {
        var sum = values.Sum();
        for (var i = 0; sum > 0 && i < values.Length; i++) values[i] /= sum;
    }
}
