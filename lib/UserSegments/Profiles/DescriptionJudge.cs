using System.Text.RegularExpressions;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>A judge that sees only a text about a person and has to find the person among others, by what the candidates did at another time.</summary>
public static partial class DescriptionJudge
{
    /// <summary>Reads a text as a person would who pays heed to numbers: "coffee (nine of twenty)" becomes nine times "coffee", so that encodings that count words see it too.</summary>
    /// <param name="text">Any text; without such brackets it stays as it is.</param>
    /// <returns>The text with each bracket replaced by repeats of the name before it, at most 50.</returns>
    public static string Weigh(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Bracket().Replace(text, match => NumberWords.In(match.Groups[2].Value) is [> 1 and var count, ..]
            ? string.Join(' ', Enumerable.Repeat(match.Groups[1].Value.Trim(), (int)Math.Min(50, count)))
            : match.Groups[1].Value);
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
                var own = System.Numerics.Tensors.TensorPrimitives.Dot<float>(texts.Row(user), people.Row(user));
                while (others.Count < lineUp)
                {
                    var other = rng.NextInt(texts.Rows);
                    if (!others.Add(other)) continue;
                    var score = System.Numerics.Tensors.TensorPrimitives.Dot<float>(texts.Row(user), people.Row(other));
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

    // A name runs back to the mark before it; an "and" in front of it belongs to the list.
    [GeneratedRegex(@"(?<=^|[,.:;，。：；、]|\band )([^,.:;，。：；、()（）“”《》]+?)\s*[(（]([^)）]*)[)）]")]
    private static partial Regex Bracket();
}
