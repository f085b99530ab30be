using System.Numerics.Tensors;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>A judge that sees only a text about a person and has to find the person among others, by what the candidates did at another time.</summary>
public static class DescriptionJudge
{
    /// <summary>Reads descriptions as a careful person does: the names in their sentences, each as often as there are rows behind it; glue words say nothing.</summary>
    /// <param name="descriptions">The descriptions.</param>
    /// <param name="encode">Vectors of names, shape (names, d).</param>
    /// <returns>(users, d) for each description the sum of its names' directions times their rows; zeros where no name has a vector.</returns>
    /// <remarks>"coffee (nine of twenty)" weighs nine; a title is one row, whatever its rating. Read as a bag of words, a rare brand would outweigh the nine.</remarks>
    public static Matrix Read(IReadOnlyList<UserDescription> descriptions, Func<IReadOnlyList<string>, Matrix> encode)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        ArgumentNullException.ThrowIfNull(encode);
        static IEnumerable<Fact> Named(UserDescription description) =>
            description.Statements.SelectMany(x => x.Facts).Where(fact => fact.Subject.Length > 0 && fact.Kind != FactKind.Activity);
        string[] names = [.. descriptions.SelectMany(Named).Select(fact => fact.Subject).Distinct(StringComparer.Ordinal)];
        var index = names.Select((name, i) => (name, i)).ToDictionary(x => x.name, x => x.i, StringComparer.Ordinal);
        var directions = encode(names.Length == 0 ? [""] : names).NormalizeRows();
        var read = new Matrix(descriptions.Count, directions.Columns);
        for (var row = 0; row < read.Rows; row++)
        {
            foreach (var fact in Named(descriptions[row]))
                TensorPrimitives.MultiplyAdd(directions.Row(index[fact.Subject]), fact.Evidence.Count, read.Row(row), read.Row(row));
        }
        return read;
    }

    /// <summary>For each person, whether the text is nearer (by cosine) to the person's own other behaviour than to that of all others in a random line-up.</summary>
    /// <param name="descriptions">(users, d) vectors of the texts; a row of zeros is a guess.</param>
    /// <param name="candidates">(users, d) vectors of what the same users did at another time, in the same space.</param>
    /// <param name="lineUp">People to choose among, the right one included, at least 2.</param>
    /// <param name="seed">Seed of the line-ups; equal seeds give equal line-ups, so that texts can be compared in pairs.</param>
    /// <returns>1 for right and 0 for wrong, ties counted as their share, shape (users).</returns>
    public static double[] Judge(Matrix descriptions, Matrix candidates, int lineUp, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        ArgumentNullException.ThrowIfNull(candidates);
        Check.SameLength(candidates.Rows, descriptions.Rows, nameof(candidates), nameof(descriptions));
        Check.SameLength(candidates.Columns, descriptions.Columns, nameof(candidates), nameof(descriptions));
        Check.InRange(lineUp, 2, descriptions.Rows);
        var (texts, people, source) = (descriptions.NormalizeRows(), candidates.NormalizeRows(), new Rng(seed));
        var right = new double[texts.Rows];
        Blocks.For(texts.Rows, 64, (_, first, last) =>
        {
            for (var user = first; user < last; user++)
            {
                var rng = source.Fork((ulong)user);
                var (others, better, equal) = (new HashSet<int> { user }, 0, 1);
                var own = TensorPrimitives.Dot<float>(texts.Row(user), people.Row(user));
                while (others.Count < lineUp)
                {
                    var other = rng.NextInt(texts.Rows);
                    if (!others.Add(other)) continue;
                    var score = TensorPrimitives.Dot<float>(texts.Row(user), people.Row(other));
                    if (score > own) better++;
                    else if (score == own) equal++;
                }
                right[user] = better > 0 ? 0 : 1.0 / equal;
            }
        });
        return right;
    }

    /// <summary>The accuracy with its bootstrap interval over the people.</summary>
    /// <param name="right">What <see cref="Judge"/> gave.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static Estimate Accuracy(double[] right, ulong seed = 1) => Bootstrap.Interval(right, seed);
}
