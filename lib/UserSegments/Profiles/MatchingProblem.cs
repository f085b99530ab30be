using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>The likelihood of clicks as a function of the weights: lists of feature rows, scaled to unit spread.</summary>
/// <remarks>Features of a row: the facets' cosine shares, then the item's prior where there is one, then the position where it is wanted.</remarks>
internal sealed class MatchingProblem
{
    private const int BlockSize = 256;
    private readonly MatchingLoss loss;
    private readonly int columns;
    private readonly float[] features;              // (entries, columns), each column divided by its spread
    private readonly bool[] clicked;                // (entries)
    private readonly int[] starts;                  // (lists + 1)

    public MatchingProblem(FacetVectors users, FacetVectors items, IReadOnlyList<Impression> lists, MatchingOptions options)
    {
        loss = options.Loss;
        (Facets, columns) = (users.Count, users.Count + (options.ItemPrior is null ? 0 : 1) + (options.Position ? 1 : 0));
        var usable = lists.Where(list => list.Clicked.Contains(true) && list.Clicked.Contains(false)).ToArray();
        Users = [.. usable.Select(list => list.User)];
        starts = new int[usable.Length + 1];
        for (var i = 0; i < usable.Length; i++) starts[i + 1] = checked(starts[i] + usable[i].Items.Length);
        (features, clicked) = (new float[checked(starts[^1] * columns)], new bool[starts[^1]]);
        Blocks.For(usable.Length, BlockSize, (_, first, last) =>
        {
            for (var i = first; i < last; i++)
            {
                for (var place = 0; place < usable[i].Items.Length; place++)
                {
                    var (entry, item) = (starts[i] + place, usable[i].Items[place]);
                    var row = features.AsSpan(entry * columns, columns);
                    Shares(users, usable[i].User, items, item, row[..Facets]);
                    var at = Facets;
                    if (options.ItemPrior is { } prior) row[at++] = prior[item];
                    if (options.Position) row[at] = place;
                    clicked[entry] = usable[i].Clicked[place];
                }
            }
        });
        Spread = Standardise();
    }

    /// <summary>Number of facets.</summary>
    public int Facets { get; }

    /// <summary>Number of features.</summary>
    public int Columns => columns;

    /// <summary>The user of each list.</summary>
    public int[] Users { get; }

    /// <summary>Number of lists with something clicked and something not.</summary>
    public int Lists => starts.Length - 1;

    /// <summary>Number of clicks (softmax) or pairs (pairwise) of some lists.</summary>
    public int ClicksOf(int[] lists) => lists.Sum(ClicksOf);

    /// <summary>What each column was divided by, shape (columns).</summary>
    public double[] Spread { get; }

    /// <summary>The facets' shares of a cosine: <c>u_j i_j / (|u| |i|)</c>; zeros where either has no length.</summary>
    public static void Shares(FacetVectors users, int user, FacetVectors items, int item, Span<float> shares)
    {
        var norm = users.Norm(user) * items.Norm(item);
        if (norm == 0)
        {
            shares.Clear();
            return;
        }
        if (users.IsFlat)
        {
            TensorPrimitives.Multiply(users.Values.Row(user), items.Values.Row(item), shares);
            TensorPrimitives.Divide(shares, norm, shares);
            return;
        }
        for (var j = 0; j < shares.Length; j++) shares[j] = TensorPrimitives.Dot(users.Of(user, j), items.Of(item, j)) / norm;
    }

    /// <summary>The mean negative logarithm of the likelihood over some lists, and its gradient, in scaled weights.</summary>
    /// <param name="lists">Numbers of the lists.</param>
    /// <param name="weights">(columns).</param>
    /// <param name="gradient">(columns), overwritten.</param>
    public double Value(int[] lists, double[] weights, double[] gradient)
    {
        var blocks = Blocks.Count(lists.Length, BlockSize);
        var (values, gradients) = (new double[blocks], new double[blocks][]);
        Blocks.For(lists.Length, BlockSize, (block, first, last) =>
        {
            var own = gradients[block] = new double[columns];
            Span<double> scores = stackalloc double[0];
            var buffer = Array.Empty<double>();
            for (var i = first; i < last; i++)
            {
                var length = starts[lists[i] + 1] - starts[lists[i]];
                if (buffer.Length < 2 * length) buffer = new double[2 * length];
                scores = buffer.AsSpan(0, length);
                var pulls = buffer.AsSpan(length, length);
                for (var k = 0; k < length; k++) scores[k] = Dot(starts[lists[i]] + k, weights);
                pulls.Clear();
                values[block] += loss == MatchingLoss.Softmax ? Softmax(lists[i], scores, pulls) : Pairs(lists[i], scores, pulls);
                for (var k = 0; k < length; k++)
                {
                    var row = features.AsSpan((starts[lists[i]] + k) * columns, columns);
                    for (var j = 0; j < own.Length; j++) own[j] += pulls[k] * row[j];
                }
            }
        });
        var divisor = Math.Max(1, ClicksOf(lists));
        Array.Clear(gradient);
        var value = 0.0;
        for (var block = 0; block < blocks; block++)
        {
            value += values[block];
            for (var j = 0; j < columns; j++) gradient[j] += gradients[block][j] / divisor;
        }
        return value / divisor;
    }

    private double Softmax(int list, ReadOnlySpan<double> scores, Span<double> pulls)
    {
        // Given that exactly one of {clicked, unclicked ones} was clicked, independent logistic clicks make this softmax exact.
        var (loss, top, rest) = (0.0, double.NegativeInfinity, 0.0);
        for (var k = 0; k < scores.Length; k++)
        {
            if (!clicked[starts[list] + k]) top = Math.Max(top, scores[k]);
        }
        for (var k = 0; k < scores.Length; k++)
        {
            if (!clicked[starts[list] + k]) rest += Math.Exp(scores[k] - top);
        }
        var others = top + Math.Log(rest);                          // log of the sum over what was not clicked
        for (var k = 0; k < scores.Length; k++)
        {
            if (!clicked[starts[list] + k]) continue;
            var lost = Sigmoid(others - scores[k]);
            loss += Softplus(others - scores[k]);
            pulls[k] -= lost;
            for (var other = 0; other < scores.Length; other++)
            {
                if (!clicked[starts[list] + other]) pulls[other] += lost * Math.Exp(scores[other] - others);
            }
        }
        return loss;
    }

    private double Pairs(int list, ReadOnlySpan<double> scores, Span<double> pulls)
    {
        var loss = 0.0;
        for (var k = 0; k < scores.Length; k++)
        {
            if (!clicked[starts[list] + k]) continue;
            for (var other = 0; other < scores.Length; other++)
            {
                if (clicked[starts[list] + other]) continue;
                var difference = scores[k] - scores[other];
                loss += Softplus(-difference);
                var pull = Sigmoid(-difference);
                pulls[k] -= pull;
                pulls[other] += pull;
            }
        }
        return loss;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    private int ClicksOf(int list)
    {
        var count = 0;
        for (var entry = starts[list]; entry < starts[list + 1]; entry++) count += clicked[entry] ? 1 : 0;
        return loss == MatchingLoss.Softmax ? count : count * (starts[list + 1] - starts[list] - count);
    }

    private double Dot(int entry, double[] weights)
    {
        var row = features.AsSpan(entry * columns, columns);
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++) sum += weights[j] * row[j];
        return sum;
    }

    // Only differences within a list matter, so the spread is that around the mean of the list.
    private double[] Standardise()
    {
        var (squares, means) = (new double[columns], new double[columns]);
        for (var list = 0; list < Lists; list++)
        {
            Array.Clear(means);
            var length = starts[list + 1] - starts[list];
            for (var entry = starts[list]; entry < starts[list + 1]; entry++)
            {
                for (var j = 0; j < columns; j++) means[j] += features[entry * columns + j] / (double)length;
            }
            for (var entry = starts[list]; entry < starts[list + 1]; entry++)
            {
                for (var j = 0; j < columns; j++) squares[j] += Math.Pow(features[entry * columns + j] - means[j], 2);
            }
        }
        var spread = Array.ConvertAll(squares, square => square > 0 ? Math.Sqrt(square / Math.Max(1, starts[^1])) : 1);
        for (var entry = 0; entry < starts[^1]; entry++)
        {
            for (var j = 0; j < columns; j++) features[entry * columns + j] = (float)(features[entry * columns + j] / spread[j]);
        }
        return spread;
    }
}
