using System.Numerics.Tensors;
using UserSegments.Clustering;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>Segments that follow their people: grouped once, and again when the policy says so; everybody is placed at once, new users too.</summary>
/// <remarks>
/// Between groupings people belong to the nearest centre of where they are now. What is watched for drift is, per segment, how far an event lies from the centre of
/// its user's segment: half of one minus the cosine, 0 to 1. Not thread-safe; deterministic on any number of threads.
/// </remarks>
public sealed class SegmentFollower
{
    private readonly FollowingOptions options;
    private readonly List<IDriftDetector> detectors = [];
    private readonly List<(int Window, int Segment)> alarms = [];
    private readonly List<int> regrouped = [];
    private readonly List<SegmentEvent> events = [];
    private readonly SortedDictionary<int, (float[] Sum, int Events)> observed = [];
    private MembershipFilter? filter;
    private Matrix? centres;
    private int[] labels = [];
    private int window = -1;
    private bool alarmed;

    /// <summary>Starts without groups.</summary>
    /// <param name="options">How and when.</param>
    public SegmentFollower(FollowingOptions options) => this.options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>(k, d) the centres now.</summary>
    /// <exception cref="InvalidOperationException">Nothing was grouped yet.</exception>
    public Matrix Centres => centres?.Copy() ?? throw new InvalidOperationException("Nothing was grouped yet: call Next first.");

    /// <summary>What happened to the groups, by <see cref="Regrouping.Adaptive"/>; windows are counted from 0. Other policies: <see cref="SegmentTimeline.Track"/>.</summary>
    public IReadOnlyList<SegmentEvent> Events => events;

    /// <summary>The windows, counted from 0, at whose end groups were made; the first is always among them.</summary>
    public IReadOnlyList<int> Regrouped => regrouped;

    /// <summary>The alarms so far: the number of windows that had ended, less one, and the segment.</summary>
    public IReadOnlyList<(int Window, int Segment)> Alarms => alarms;

    /// <summary>A window has ended: groups if the policy says so, and places everybody who is known.</summary>
    /// <param name="users">The users at the window's end.</param>
    /// <returns>(users) the segment of each, -1 for those who are not known.</returns>
    public int[] Next(UsersInTime users)
    {
        ArgumentNullException.ThrowIfNull(users);
        window++;
        if (filter is not null) return Adapt(users);
        var points = users.Points;
        if (centres is null || options.Regrouping is Regrouping.EveryWindow or Regrouping.Smoothed || (options.Regrouping == Regrouping.OnDrift && alarmed)) Group(points);
        if (options.Regrouping == Regrouping.Adaptive)
        {
            filter = new MembershipFilter(centres!, observed, options.Membership);
            observed.Clear();
            return Settle(users);
        }
        var nearest = users.ForAllUsers(NearestCentre.Of(points, centres!));
        if (options.Margin > 0) Keep(users, nearest);
        labels = nearest;
        return (int[])labels.Clone();
    }

    /// <summary>How far an event lies from the centre of its user's segment: half of one minus the cosine.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="vector">(d) what it was, of length 1.</param>
    /// <returns>0 to 1; null for users without a segment.</returns>
    public double? Surprise(int user, ReadOnlySpan<float> vector)
    {
        if (centres is null || labels[user] < 0) return null;
        var centre = centres.Row(labels[user]);
        var norm = TensorPrimitives.Norm<float>(centre);
        return norm == 0 ? null : Math.Clamp((1 - TensorPrimitives.Dot(vector, centre) / norm) / 2, 0, 1);
    }

    /// <summary>Watches one event of the window that runs; <see cref="Regrouping.Adaptive"/> learns from it at the window's end.</summary>
    /// <param name="user">Whose; users without a segment are not watched.</param>
    /// <param name="vector">(d) what it was, of length 1.</param>
    /// <returns>The segment of which drift is reported now, or -1.</returns>
    public int Observe(int user, ReadOnlySpan<float> vector)
    {
        if (options.Regrouping == Regrouping.Adaptive && vector.ContainsAnyExcept(0f))
        {
            var (sum, count) = observed.TryGetValue(user, out var own) ? own : (new float[vector.Length], 0);
            TensorPrimitives.Add(sum, vector, sum);
            observed[user] = (sum, count + 1);
        }
        if (Surprise(user, vector) is not { } surprise || !detectors[labels[user]].Add(surprise)) return -1;
        alarms.Add((window, labels[user]));
        alarmed = true;
        return labels[user];
    }

    /// <summary>The segment of somebody new, from what is known of them.</summary>
    /// <param name="vector">(d) for example that of a first event.</param>
    public int Place(ReadOnlySpan<float> vector)
    {
        if (centres is null) throw new InvalidOperationException("Nothing was grouped yet: call Next first.");
        return Nearest(vector);
    }

    private int[] Adapt(UsersInTime users)
    {
        var happened = filter!.Next(window, observed);
        observed.Clear();
        events.AddRange(happened);
        if (happened.Any(e => e.Kind != SegmentEventKind.Migration)) regrouped.Add(window);
        while (detectors.Count < filter.Centres.Rows) detectors.Add(options.Detector());
        return Settle(users);
    }

    // The likeliest group of everybody who is known; nearest centre where nothing was observed.
    private int[] Settle(UsersInTime users)
    {
        centres = filter!.Centres;
        var settled = new int[users.Present.Length];
        for (var i = 0; i < settled.Length; i++)
        {
            var user = users.Present[i];
            if (filter.Membership(user) is not { } own)
            {
                settled[i] = Nearest(users.Vectors.Row(user));
                continue;
            }
            var likeliest = Array.IndexOf(own, own.Max());
            var old = user < labels.Length ? labels[user] : -1;
            settled[i] = old >= 0 && own[old] > 0 && own[likeliest] <= own[old] + options.Margin ? old : likeliest;
        }
        labels = users.ForAllUsers(settled);
        return (int[])labels.Clone();
    }

    private int Nearest(ReadOnlySpan<float> vector)
    {
        var (best, least) = (-1, float.PositiveInfinity);
        foreach (var g in filter?.Living ?? Enumerable.Range(0, centres!.Rows))
        {
            var distance = TensorPrimitives.Distance(vector, centres!.Row(g));
            if (distance < least) (best, least) = (g, distance);
        }
        return best;
    }

    // Who is hardly nearer to another centre stays.
    private void Keep(UsersInTime users, int[] nearest)
    {
        foreach (var user in users.Present)
        {
            var old = user < labels.Length ? labels[user] : -1;
            if (old < 0 || old == nearest[user]) continue;
            var (stay, go) = (TensorPrimitives.Distance<float>(users.Vectors.Row(user), centres!.Row(old)), TensorPrimitives.Distance<float>(users.Vectors.Row(user), centres.Row(nearest[user])));
            if (go * go > (1 - options.Margin) * stay * stay) nearest[user] = old;
        }
    }

    private void Group(Matrix points)
    {
        var fitted = centres is not null && options.Regrouping == Regrouping.Smoothed
            ? EvolutionaryKMeans.Step(points, centres, Sizes(centres.Rows), options.Grouping, options.History)
            : new KMeans(options.Grouping).Fit(points);
        // A regrouping keeps the numbers of the groups it resembles most.
        centres = centres is null || options.Regrouping == Regrouping.Smoothed ? fitted.Centres! : InOrderOf(centres, fitted.Centres!);
        alarmed = false;
        regrouped.Add(window);
        detectors.Clear();
        for (var j = 0; j < centres.Rows; j++) detectors.Add(options.Detector());
    }

    /// <summary>How many people each segment had at the end of the window before.</summary>
    private double[] Sizes(int segments)
    {
        var sizes = new double[segments];
        foreach (var label in labels)
        {
            if (label >= 0) sizes[label]++;
        }
        return sizes;
    }

    private static Matrix InOrderOf(Matrix old, Matrix fresh)
    {
        var gain = new double[old.Rows, fresh.Rows];
        for (var i = 0; i < old.Rows; i++)
        {
            for (var j = 0; j < fresh.Rows; j++) gain[i, j] = -TensorPrimitives.Distance<float>(old.Row(i), fresh.Row(j));
        }
        return fresh.SelectRows(Assignment.Maximise(gain));
    }
}
