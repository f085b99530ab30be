using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>The users at one instant: their decayed vectors, and who of them is known.</summary>
/// <param name="At">The instant: the end of a window; nothing later is in the vectors.</param>
/// <param name="Vectors">(users, d) rows of length 1, or 0 for users who are not known or long silent.</param>
/// <param name="Present">Users whose row is not 0, ascending.</param>
public sealed record UsersInTime(DateTime At, Matrix Vectors, int[] Present)
{
    /// <summary>(present, d) the rows of those who are known.</summary>
    public Matrix Points => Vectors.SelectRows(Present);

    /// <summary>Labels of those who are known as labels of all users, -1 for the others.</summary>
    /// <param name="labels">(present) one label a known user.</param>
    public int[] ForAllUsers(IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, Present.Length, nameof(labels), nameof(Present));
        var all = new int[Vectors.Rows];
        Array.Fill(all, -1);
        for (var i = 0; i < Present.Length; i++) all[Present[i]] = labels[i];
        return all;
    }

    /// <summary>The users at the end of each window.</summary>
    /// <param name="windows">The windows, following one another; what happened before the first is not known.</param>
    /// <param name="users">Number of users.</param>
    /// <param name="vectorOf">(events, d) one vector an event of all windows, in order; a row of zeros says nothing.</param>
    /// <param name="halfLife">After what time an event counts half.</param>
    /// <param name="leastMass">Users whose events weigh less than this in all are left out; above 0.</param>
    /// <remarks>O(events · d + windows · users · d). Windows must not overlap: an event is taken in once.</remarks>
    public static IReadOnlyList<UsersInTime> Follow(IReadOnlyList<TimeWindow> windows, int users, Matrix vectorOf, TimeSpan halfLife, double leastMass = 0.25)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(vectorOf);
        Check.Positive(leastMass);
        Check.SameLength(vectorOf.Rows, windows.Sum(window => window.Interactions.Count), nameof(vectorOf), "the events of the windows");
        var (state, at, result) = (new DecayedVectors(vectorOf.Columns, halfLife), 0, new List<UsersInTime>());
        foreach (var window in windows)
        {
            foreach (var x in window.Interactions)
            {
                var row = vectorOf.Row(at++);
                if (row.ContainsAnyExcept(0f)) state.Add(x.User, x.Time!.Value, row);
            }
            var vectors = new Matrix(users, vectorOf.Columns);
            for (var user = 0; user < users; user++)
            {
                if (state.Mass(user, window.End) < leastMass) continue;
                state.Mean(user)!.CopyTo(vectors.Row(user));
            }
            vectors = vectors.NormalizeRows();
            result.Add(new UsersInTime(window.End, vectors, [.. Enumerable.Range(0, users).Where(user => TensorPrimitives.Norm<float>(vectors.Row(user)) > 0)]));
        }
        return result;
    }
}
