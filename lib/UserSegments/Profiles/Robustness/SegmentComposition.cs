using System.Globalization;
using UserSegments.Data;
using UserSegments.Display;
using UserSegments.Evaluation;
using UserSegments.Numerics;

namespace UserSegments.Profiles;

/// <summary>How a known attribute (age, gender, country) spreads over segments.</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Values">(m) its values, the most frequent first.</param>
/// <param name="Counts">(k, m) users of each segment with each value.</param>
/// <param name="CramersV">Strength of the association, 0 to 1, corrected for bias (Bergsma, 2013).</param>
/// <param name="Users">Users with a segment and a value.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record SegmentComposition(string Attribute, IReadOnlyList<string> Values, double[,] Counts, double CramersV, int Users) : IDisplayable
{
    /// <summary>Counts an attribute by segment.</summary>
    /// <param name="users">(n) people.</param>
    /// <param name="labels">(n) segment of each; below 0 is left out.</param>
    /// <param name="attribute">Name of the attribute; people without it are left out.</param>
    /// <param name="mostValues">Rarer values count as "other".</param>
    /// <param name="minimumUsers">So do values of fewer people than this, so that no table names one person.</param>
    public static SegmentComposition Of(IReadOnlyList<User> users, IReadOnlyList<int> labels, string attribute, int mostValues = 10, int minimumUsers = 5)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(labels);
        Check.SameLength(labels.Count, users.Count, nameof(labels), nameof(users));
        Check.AtLeast(mostValues, 1);
        Check.AtLeast(minimumUsers, 1);
        (int Label, string Value)[] known = [.. users.Select((user, i) => (labels[i], user.Attributes.GetValueOrDefault(attribute, ""))).Where(x => x.Item1 >= 0 && x.Item2.Length > 0)];
        var groups = known.GroupBy(x => x.Value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        string[] shown = [.. groups.Where(group => group.Count() >= minimumUsers).Take(mostValues).Select(group => group.Key)];
        string[] values = shown.Length == groups.Length ? shown : [.. shown, "other"];
        var index = groups.Select((group, i) => (group.Key, i)).ToDictionary(x => x.Key, x => Math.Min(x.i, values.Length - 1), StringComparer.Ordinal);
        var counts = new double[labels.DefaultIfEmpty(-1).Max() + 1, values.Length];
        foreach (var (label, value) in known) counts[label, index[value]]++;
        return new SegmentComposition(attribute, values, counts, Association(counts), known.Length);
    }

    /// <summary>Bias-corrected Cramér's V of a table of counts; 0 where either side has one value.</summary>
    /// <param name="counts">(k, m) counts.</param>
    public static double Association(double[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (rows, columns, n) = (new double[counts.GetLength(0)], new double[counts.GetLength(1)], 0.0);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                rows[i] += counts[i, j];
                columns[j] += counts[i, j];
                n += counts[i, j];
            }
        }
        double r = rows.Count(x => x > 0), k = columns.Count(x => x > 0);
        if (r < 2 || k < 2 || n < 2) return 0;
        var square = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                var expected = rows[i] * columns[j] / n;
                if (expected > 0) square += (counts[i, j] - expected) * (counts[i, j] - expected) / expected;
            }
        }
        var phi = Math.Max(0, square / n - (r - 1) * (k - 1) / (n - 1));
        var smaller = Math.Min(r - (r - 1) * (r - 1) / (n - 1), k - (k - 1) * (k - 1) / (n - 1)) - 1;
        return smaller <= 0 ? 0 : Math.Min(1, Math.Sqrt(phi / smaller));
    }

    /// <summary>How well users are served by the value of an attribute, such as NDCG@10, with intervals; values with few users are left out.</summary>
    /// <param name="users">(n) people.</param>
    /// <param name="result">A judged ranking.</param>
    /// <param name="attribute">Name of the attribute.</param>
    /// <param name="metric">Which metric.</param>
    /// <param name="minimumUsers">Values with fewer judged users are left out.</param>
    public static Table Gaps(IReadOnlyList<User> users, RankingResult result, string attribute, string metric = "NDCG@10", int minimumUsers = 20)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(result);
        string[] values = [.. users.Select(user => user.Attributes.GetValueOrDefault(attribute, "")).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int[] groups = [.. users.Select(user => Array.IndexOf(values, user.Attributes.GetValueOrDefault(attribute, "")))];
        return Table.Of(result.ByGroup(metric, groups).Where(x => x.Group >= 0 && x.Users >= minimumUsers), (attribute, x => values[x.Group]), ("users", x => x.Users), (metric, x => x.Estimate)).SortDescending(metric);
    }

    /// <summary>Shares of the values in each segment and in all.</summary>
    public Table ToTable()
    {
        var table = Table.WithColumns([Attribute, .. Enumerable.Range(0, Counts.GetLength(0)).Select(c => "segment " + c.ToString(CultureInfo.InvariantCulture)), "all"]);
        double[] sizes = [.. Enumerable.Range(0, Counts.GetLength(0)).Select(c => Enumerable.Range(0, Values.Count).Sum(j => Counts[c, j]))];
        for (var j = 0; j < Values.Count; j++)
        {
            var column = Enumerable.Range(0, sizes.Length).Select(c => Counts[c, j]).ToArray();
            table = table.Add([Values[j], .. column.Select((count, c) => (object?)(sizes[c] == 0 ? double.NaN : count / sizes[c])), column.Sum() / Math.Max(1, Users)]);
        }
        return table.WithCaption(string.Create(CultureInfo.InvariantCulture, $"{Users:N0} users; Cramér's V {CramersV:0.000}"));
    }

    /// <summary>The shares, as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();
}
