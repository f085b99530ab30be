using System.Numerics.Tensors;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Incremental fine-tuning on new behaviour, with old behaviour replayed against forgetting (Rolnick et al., 2019).</summary>
public static class ProfileUpdate
{
    /// <summary>Every fifth person's pairs are kept back, to measure what was learned and what was forgotten.</summary>
    private const int HeldBack = 5;

    /// <summary>Learns that the texts of one person of one period belong together, and gives all profiles anew.</summary>
    /// <param name="encoder">The encoder as it is; not changed.</param>
    /// <param name="old">For each person the token ids of its old texts, the oldest first.</param>
    /// <param name="recent">For each person the token ids of its new texts, the oldest first; may be empty.</param>
    /// <param name="options">What is trained, how much is replayed.</param>
    /// <param name="progress">Told of every step.</param>
    /// <exception cref="ArgumentException">No person that is learned from has two new texts.</exception>
    public static ProfileUpdateResult Run(
        TrainableEncoder encoder, IReadOnlyList<IReadOnlyList<int[]>> old, IReadOnlyList<IReadOnlyList<int[]>> recent,
        ProfileUpdateOptions? options = null, IProgress<TrainingPoint>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(recent);
        Check.SameLength(recent.Count, old.Count, nameof(recent), nameof(old));
        options ??= new ProfileUpdateOptions();
        var updated = encoder.Copy();
        var task = Pairs("profiles", old, recent, options);
        updated.Train(options.What, options.Training.Seed);
        var (oldBack, newBack) = (Back("old", old, options), Back("new", recent, options));
        var before = (Loss(oldBack, updated, options), Loss(newBack, updated, options));
        var training = new Trainer(updated, task, options.Training).Run(null, progress);
        var both = old.Zip(recent, (a, b) => (IReadOnlyList<int[]>)[.. a, .. b]).ToArray();
        var first = ProfileVectors.Encode(encoder, old, options);
        var encoded = ProfileVectors.Encode(encoder, both, options);
        double[] shift = [.. Enumerable.Range(0, old.Count).Select(i => 1.0 - TensorPrimitives.Dot<float>(first.Row(i), encoded.Row(i)))];
        return new ProfileUpdateResult(
            updated, training, first, encoded, ProfileVectors.Encode(updated, both, options), shift,
            (before.Item1, Loss(oldBack, updated, options)), (before.Item2, Loss(newBack, updated, options)));
    }

    private static ContrastiveTask Pairs(string name, IReadOnlyList<IReadOnlyList<int[]>> old, IReadOnlyList<IReadOnlyList<int[]>> recent, ProfileUpdateOptions options)
    {
        var set = new PairSet();
        set.Add(recent, user => user % HeldBack != 0);
        if (set.Pairs.Count == 0) throw new ArgumentException("recent holds no person that is learned from with two texts, expected some.", nameof(recent));
        var replay = new PairSet();
        replay.Add(old, user => user % HeldBack != 0);
        var wanted = Math.Min(replay.Pairs.Count, (int)Math.Round(set.Pairs.Count * options.ReplayShare / (1 - options.ReplayShare)));
        var shift = set.Texts.Count;
        set.Texts.AddRange(replay.Texts);
        foreach (var i in new Rng(options.Training.Seed).Fork(0xC0DEUL).Sample(replay.Pairs.Count, wanted))
        {
            set.Pairs.Add((replay.Pairs[i].Left + shift, replay.Pairs[i].Right + shift));
            set.Groups.Add(replay.Groups[i]);
        }
        return new ContrastiveTask(name, set.Texts, set.Pairs, set.Groups, options.Text);
    }

    private static ContrastiveTask? Back(string name, IReadOnlyList<IReadOnlyList<int[]>> histories, ProfileUpdateOptions options)
    {
        var set = new PairSet();
        set.Add(histories, user => user % HeldBack == 0);
        return set.Pairs.Count < 2 ? null : new ContrastiveTask(name, set.Texts, set.Pairs, set.Groups, options.Text);
    }

    /// <summary>Mean over batches of the size that is trained with, since the loss depends on it; NaN where nothing was held back.</summary>
    private static double Loss(ContrastiveTask? task, TrainableEncoder encoder, ProfileUpdateOptions options)
    {
        if (task is null) return double.NaN;
        var batches = Enumerable.Range(0, task.Count).Chunk(options.Training.BatchSize).Where(batch => batch.Length > 1).ToArray();
        return batches.Sum(batch => batch.Length * task.Step(encoder, batch, 0, 0)) / batches.Sum(batch => batch.Length);
    }

    /// <summary>Neighbouring texts of one person, without overlap.</summary>
    private sealed class PairSet
    {
        public List<int[]> Texts { get; } = [];

        public List<(int Left, int Right)> Pairs { get; } = [];

        public List<int> Groups { get; } = [];

        public void Add(IReadOnlyList<IReadOnlyList<int[]>> histories, Func<int, bool> which)
        {
            for (var user = 0; user < histories.Count; user++)
            {
                if (!which(user)) continue;
                for (var i = 0; i + 1 < histories[user].Count; i += 2)
                {
                    Pairs.Add((Texts.Count, Texts.Count + 1));
                    Groups.Add(user);
                    Texts.AddRange([histories[user][i], histories[user][i + 1]]);
                }
            }
        }
    }
}
