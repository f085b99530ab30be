using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>Puts the cards of a partition together.</summary>
internal sealed class SegmentCardBuilder(
    Dataset dataset, TermTable table, TermTable? phraseTable, Clustering.Clustering clustering, Matrix? vectors, SegmentCardOptions options)
{
    private const int Separating = 4;
    private readonly int[] labels = clustering.Labels;
    private readonly int groups = clustering.Count;

    public SegmentCard[] Build()
    {
        // Dampened counts: a user who repeats a word is not many users.
        var counts = table.DampenedBy(labels, groups);
        var users = table.UsersBy(labels, groups);
        var scores = Scores(counts);
        var phraseUsers = phraseTable?.UsersBy(labels, groups);
        var phraseScores = phraseTable is null ? null : Scores(phraseTable.DampenedBy(labels, groups));
        var behaviour = new Behaviour(dataset);
        var items = Lifts.Items(dataset);
        var (categories, categoryUsers) = Lifts.Categories(dataset);
        var means = vectors is null ? null : clustering.Means(vectors);
        var cards = new SegmentCard[groups];
        for (var c = 0; c < groups; c++)
        {
            var terms = Terms(table, scores, users, c, options.Terms);
            var phrases = phraseTable is null ? [] : Terms(phraseTable, phraseScores!, phraseUsers!, c, options.Phrases);
            cards[c] = new SegmentCard(c)
            {
                Name = Named(phrases.Where(phrase => terms.Take(6).Any(term => phrase.Term.Contains(term.Term, StringComparison.Ordinal))).Take(2).Concat(terms)),
                Size = clustering.Sizes[c],
                Share = (double)clustering.Sizes[c] / Math.Max(1, labels.Length),
                IsSmall = clustering.Sizes[c] < options.MinimumSize,
                Terms = terms,
                Phrases = phrases,
                Behaviour = behaviour.Of(clustering.Members(c), options.Seed),
                Items = Lifts.Top(items, labels, c, options.MinimumTermUsers, options.Items, j => dataset.Items[j].Title, j => j),
                Categories = Lifts.Top(categoryUsers, labels, c, options.MinimumTermUsers, options.Items, j => categories[j], _ => -1),
                Nearest = means is null ? null : Nearest(means, counts, users, c),
            };
            if (means is not null && vectors is not null) cards[c] = WithMembers(cards[c], vectors, means);
        }
        return cards;
    }

    /// <summary>Up to two phrases that hold a leading term, then terms: three in all, none part of another.</summary>
    private static string Named(IEnumerable<SegmentTerm> candidates)
    {
        var name = new List<string>();
        foreach (var (term, _, _, _, _) in candidates)
        {
            if (name.Count < 3 && !name.Exists(other => other.Contains(term, StringComparison.Ordinal) || term.Contains(other, StringComparison.Ordinal))) name.Add(term);
        }
        return string.Join(", ", name);
    }

    private double[,] Scores(double[,] counts) => options.Ranking == TermRanking.LogOdds ? ContrastiveTerms.LogOdds(counts) : ContrastiveTerms.ClassTfIdf(counts);

    private SegmentTerm[] Terms(TermTable table, double[,] scores, double[,] users, int c, int count)
    {
        var outside = Math.Max(1, labels.Length - clustering.NoiseCount - clustering.Sizes[c]);
        return [.. Enumerable.Range(0, table.Vocabulary.Count)
            .Where(t => users[c, t] >= options.MinimumTermUsers && scores[c, t] > 0)
            .Select(t => new SegmentTerm(table.Vocabulary[t], scores[c, t], (int)users[c, t], users[c, t] / clustering.Sizes[c], Others(users, c, t) / outside))
            .Where(term => term.ShareInside > term.ShareOutside)
            .OrderByDescending(term => term.Score).ThenBy(term => term.Term, StringComparer.Ordinal)
            .Take(count)];
    }

    private static double Others(double[,] users, int c, int t)
    {
        var sum = 0.0;
        for (var other = 0; other < users.GetLength(0); other++) sum += other == c ? 0 : users[other, t];
        return sum;
    }

    private NearestSegment? Nearest(Matrix means, double[,] counts, double[,] users, int c)
    {
        var others = Enumerable.Range(0, groups).Where(other => other != c && clustering.Sizes[other] > 0).ToArray();
        if (others.Length == 0 || clustering.Sizes[c] == 0) return null;
        var nearest = others.MinBy(other => TensorPrimitives.Distance<float>(means.Row(c), means.Row(other)));
        var scores = ContrastiveTerms.Between(counts, c, nearest);
        return new NearestSegment(nearest, TensorPrimitives.Distance<float>(means.Row(c), means.Row(nearest)), Strongest(scores, 1, c), Strongest(scores, -1, nearest));

        string[] Strongest(double[] z, int sign, int group) =>
        [
            .. Enumerable.Range(0, z.Length).Where(t => sign * z[t] > 0 && users[group, t] >= options.MinimumTermUsers)
                .OrderByDescending(t => sign * z[t]).ThenBy(t => table.Vocabulary[t], StringComparer.Ordinal)
                .Take(Separating).Select(t => table.Vocabulary[t]),
        ];
    }

    private SegmentCard WithMembers(SegmentCard card, Matrix points, Matrix means)
    {
        var members = clustering.Members(card.Segment);
        var (own, margin) = (new double[members.Length], new double[members.Length]);
        Blocks.For(members.Length, 256, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var point = points.Row(members[i]);
                own[i] = TensorPrimitives.Distance<float>(point, means.Row(card.Segment));
                var other = double.PositiveInfinity;
                for (var c = 0; c < groups; c++)
                {
                    if (c != card.Segment && clustering.Sizes[c] > 0) other = Math.Min(other, TensorPrimitives.Distance<float>(point, means.Row(c)));
                }
                margin[i] = double.IsInfinity(other) ? double.PositiveInfinity : (other - own[i]) / Math.Max(1e-12, Math.Max(own[i], other));
            }
        });
        int[] byDistance = [.. Enumerable.Range(0, members.Length).OrderBy(i => own[i]).ThenBy(i => i)];
        var median = members.Length == 0 ? 0 : own[byDistance[members.Length / 2]];
        return card with
        {
            Central = [.. byDistance.Take(options.Members).Select(i => members[i])],
            Typical = [.. byDistance.OrderBy(i => Math.Abs(own[i] - median)).ThenBy(i => i).Take(options.Members).Select(i => members[i])],
            Border = groups < 2 ? [] : [.. Enumerable.Range(0, members.Length).OrderBy(i => margin[i]).ThenBy(i => i).Take(options.Members).Select(i => members[i])],
        };
    }
}
