using UserSegments.Data;

namespace UserSegments.Evaluation;

/// <summary>Looks for the test part inside the training part: what a model must not have seen.</summary>
public static class LeakageCheck
{
    /// <summary>What leaks, in sentences; empty when nothing was found.</summary>
    /// <param name="split">Training and test part.</param>
    /// <param name="inTime">Whether the test part claims to be the future of the training part.</param>
    /// <returns>One sentence a finding: the same interaction on both sides, training after the test part began, texts of the test part in training.</returns>
    /// <remarks>An item that a user merely had in both parts is no leak: the evaluator leaves it out. O(interactions).</remarks>
    public static IReadOnlyList<string> Find(Split split, bool inTime)
    {
        ArgumentNullException.ThrowIfNull(split);
        var found = new List<string>();
        var training = split.Train.Interactions.ToHashSet();
        var both = split.Test.Interactions.Count(training.Contains);
        if (both > 0) found.Add($"{both} of {split.Test.Interactions.Count} test interactions are in the training part too, the first by user {split.Test.Interactions.First(training.Contains).User}.");
        if (inTime && split.Test.HasTime && split.Train.HasTime)
        {
            var begin = split.Test.Interactions[0].Time!.Value;
            var late = split.Train.Interactions.Count(x => x.Time >= begin);
            if (late > 0) found.Add(FormattableString.Invariant($"{late} training interactions lie at or after {begin:yyyy-MM-dd HH:mm}, when the test part begins."));
        }
        // Short texts ("good", a tag) repeat by themselves; long ones do not.
        var texts = split.Train.Interactions.Where(x => x.Text.Length >= 60).Select(x => (x.User, x.Text)).ToHashSet();
        var copied = split.Test.Interactions.Count(x => x.Text.Length >= 60 && texts.Contains((x.User, x.Text)));
        if (copied > 0) found.Add($"{copied} texts of the test part stand word for word in the same user's training part.");
        return found;
    }
}
