using System.Numerics.Tensors;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>A weighted cosine between users and items, and what each facet contributes to it.</summary>
/// <remarks>Safe for many threads. A user or item whose vector is all zeros has no direction: every contribution is 0.</remarks>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed class MatchingModel : IScorer, IDisplayable
{
    private readonly double[] global;
    private readonly double[][]? perSegment;
    private readonly IReadOnlyList<int>? labels;
    private readonly IReadOnlyList<float>? prior;
    private readonly FacetVectors users, items;
    private readonly Matrix unitItems;                  // (items, columns), rows of length 1
    private readonly float[] columnWeights;             // (1 + segments, columns): the facet's weight for each of its columns

    internal MatchingModel(
        string name, FacetVectors users, FacetVectors items, double[] global, double[][]? perSegment,
        IReadOnlyList<int>? labels, IReadOnlyList<float>? prior, double priorWeight, double positionWeight)
    {
        (Name, this.users, this.items, this.global, this.perSegment, this.labels, this.prior) = (name, users, items, global, perSegment, labels, prior);
        (PriorWeight, PositionWeight) = (priorWeight, positionWeight);
        unitItems = items.Values.NormalizeRows();
        var rows = new[] { global }.Concat(perSegment ?? []).ToArray();
        columnWeights = new float[rows.Length * items.Values.Columns];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var j = 0; j < items.Count; j++)
                columnWeights.AsSpan(row * items.Values.Columns)[items.Starts[j]..items.Starts[j + 1]].Fill((float)rows[row][j]);
        }
    }

    /// <summary>What the model is called in reports.</summary>
    public string Name { get; init; }

    /// <summary>The name of each facet.</summary>
    public IReadOnlyList<string> Facets => items.Names;

    /// <summary>The weights of everybody, shape (facets).</summary>
    public IReadOnlyList<double> Weights => global;

    /// <summary>The weights of each segment, shape (segments) of (facets); empty where there are none.</summary>
    public IReadOnlyList<IReadOnlyList<double>> SegmentWeights => perSegment ?? [];

    /// <summary>Weight of the item's prior; 0 where there is none.</summary>
    public double PriorWeight { get; }

    /// <summary>Effect of one place further down the list, learned beside the weights; not part of a score.</summary>
    public double PositionWeight { get; }

    /// <summary>Mean loss per click at the end, penalties included; 0 where nothing was learned.</summary>
    public double Loss { get; init; }

    /// <summary>Passes that the search took.</summary>
    public int Iterations { get; init; }

    /// <summary>Lists that were learned from.</summary>
    public int Lists { get; init; }

    /// <summary>Number of users.</summary>
    public int UserCount => users.Rows;

    /// <summary>Number of items.</summary>
    public int ItemCount => items.Rows;

    /// <summary>The weights that hold for one user.</summary>
    /// <param name="user">Index of the user.</param>
    public IReadOnlyList<double> WeightsOf(int user) => perSegment is not null && labels![user] >= 0 ? perSegment[labels[user]] : global;

    /// <summary>The score of one pair.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="item">Index of the item.</param>
    public float Score(int user, int item)
    {
        var contributions = new float[Facets.Count];
        Contributions(user, item, contributions);
        return TensorPrimitives.Sum<float>(contributions) + Prior(item);
    }

    /// <summary>What each facet gives to a pair: <c>a_j u_j i_j / (|u| |i|)</c>, shape (facets).</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="item">Index of the item.</param>
    /// <param name="contributions">(facets), overwritten.</param>
    public void Contributions(int user, int item, Span<float> contributions)
    {
        Check.SameLength(contributions.Length, Facets.Count, nameof(contributions), "the facets");
        MatchingProblem.Shares(users, user, items, item, contributions);
        var weights = WeightsOf(user);
        for (var j = 0; j < contributions.Length; j++) contributions[j] *= (float)weights[j];
    }

    /// <summary>The scores of all items for one user, shape (items).</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="scores">(items), overwritten.</param>
    public void Score(int user, Span<float> scores)
    {
        Check.SameLength(scores.Length, ItemCount, nameof(scores), "the items");
        var weighted = new float[items.Values.Columns];
        Weigh(user, weighted);
        for (var item = 0; item < scores.Length; item++) scores[item] = TensorPrimitives.Dot<float>(weighted, unitItems.Row(item)) + Prior(item);
    }

    /// <summary>Scores of many pairs with every facet's contribution.</summary>
    /// <param name="pairUsers">(pairs) users.</param>
    /// <param name="pairItems">(pairs) items.</param>
    /// <remarks>O(pairs x columns) on all threads; one user's pairs are best kept together. The same bits on any number of threads.</remarks>
    public MatchScores ScorePairs(int[] pairUsers, int[] pairItems)
    {
        ArgumentNullException.ThrowIfNull(pairUsers);
        ArgumentNullException.ThrowIfNull(pairItems);
        Check.SameLength(pairItems.Length, pairUsers.Length, nameof(pairItems), nameof(pairUsers));
        var result = new MatchScores(GC.AllocateUninitializedArray<float>(pairUsers.Length), new Matrix(
            pairUsers.Length, Facets.Count, GC.AllocateUninitializedArray<float>(checked(pairUsers.Length * Facets.Count))));
        Blocks.For(pairUsers.Length, 8192, (_, first, last) =>
        {
            var (weighted, known, flat) = (new float[items.Values.Columns], -1, items.IsFlat);
            for (var pair = first; pair < last; pair++)
            {
                if (pairUsers[pair] != known) Weigh(known = pairUsers[pair], weighted);
                var row = result.Contributions.Row(pair);
                var unit = unitItems.Row(pairItems[pair]);
                if (flat) TensorPrimitives.Multiply(weighted, unit, row);
                else
                {
                    for (var j = 0; j < row.Length; j++)
                    {
                        var block = items.Starts[j]..items.Starts[j + 1];
                        row[j] = TensorPrimitives.Dot<float>(weighted.AsSpan(block), unit[block]);
                    }
                }
                result.Scores[pair] = TensorPrimitives.Sum<float>(row) + Prior(pairItems[pair]);
            }
        });
        return result;
    }

    /// <summary>The weights as a table: everybody, then each segment.</summary>
    public Table ToTable()
    {
        var table = new Table(
            [new TableColumn("facet"), new TableColumn("weight"), .. SegmentWeights.Select((_, s) => new TableColumn($"segment {s}"))],
            Facets.Select((facet, j) => (object?[])[facet, global[j], .. SegmentWeights.Select(own => (object?)own[j])]),
            $"{Name}: {Lists} lists, {Iterations} passes, loss {NumberText.Significant(Loss)} per click");
        return table.SortDescending("weight");
    }

    /// <summary>The weights as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    private float Prior(int item) => prior is null ? 0 : (float)(PriorWeight * prior[item]);

    private void Weigh(int user, float[] weighted)
    {
        var norm = users.Norm(user);
        if (norm == 0)
        {
            Array.Clear(weighted);
            return;
        }
        var segment = perSegment is not null && labels![user] >= 0 ? labels[user] + 1 : 0;
        TensorPrimitives.Multiply(users.Values.Row(user), columnWeights.AsSpan(segment * weighted.Length, weighted.Length), weighted);
        TensorPrimitives.Divide(weighted, norm, weighted);
    }
}
