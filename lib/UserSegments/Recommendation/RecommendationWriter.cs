using System.Numerics.Tensors;
using UserSegments.Data;
using UserSegments.Numerics;
using UserSegments.Profiles;

namespace UserSegments.Recommendation;

/// <summary>Writes "because you …" out of the facets that carried a score and the items of the past that stand behind them; never without evidence.</summary>
/// <remarks>
/// A facet is named when it carries a share of the positive part of the score and the person did something with an item that agrees with the recommended one in it;
/// rows rated low are no evidence. Where no facet has evidence, the number of people who chose the item is given, and where there are none, nothing. Deterministic.
/// </remarks>
public sealed class RecommendationWriter
{
    private readonly Dataset dataset;
    private readonly MatchingModel model;
    private readonly FacetVectors items;
    private readonly ReasonOptions options;
    private readonly IReadOnlyList<IReadOnlyList<Interaction>> byUser;
    private readonly int[] people;
    private readonly double scale;

    /// <summary>Prepares for many explanations.</summary>
    /// <param name="dataset">What is known of the past: the training part.</param>
    /// <param name="model">The model that scores.</param>
    /// <param name="items">(items) the facets that it scores with.</param>
    /// <param name="options">Language, number of grounds.</param>
    public RecommendationWriter(Dataset dataset, MatchingModel model, FacetVectors items, ReasonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(items);
        Check.SameLength(items.Rows, dataset.Items.Count, nameof(items), "dataset.Items");
        (this.dataset, this.model, this.items, this.options, byUser) = (dataset, model, items, options ?? new ReasonOptions(), dataset.ByUser());
        people = new int[dataset.Items.Count];
        foreach (var (_, item) in dataset.Interactions.Select(x => (x.User, x.Item)).Distinct()) people[item]++;
        scale = dataset.Interactions.Where(x => x.Kind is InteractionKind.Review or InteractionKind.Rating).Select(x => (double)x.Value).DefaultIfEmpty(5).Max();
    }

    /// <summary>Explains one recommendation.</summary>
    /// <param name="user">Index of the user.</param>
    /// <param name="item">Index of the item.</param>
    public RecommendationReason Explain(int user, int item)
    {
        var contributions = new float[model.Facets.Count];
        model.Contributions(user, item, contributions);
        var positive = contributions.Where(x => x > 0).Sum();
        var parts = Enumerable.Range(0, contributions.Length)
            .Where(j => contributions[j] > 0 && contributions[j] >= options.MinimumShare * positive)
            .OrderByDescending(j => contributions[j]).ThenBy(j => j)
            .Select(j => new ReasonPart(model.Facets[j], contributions[j], Evidence(user, item, j)))
            .Where(part => part.Evidence.Count > 0)
            .Take(options.MaximumFacets)
            .ToArray();
        if (parts.Length == 0) parts = people[item] > 0 ? [new ReasonPart("", people[item], [])] : [];
        return new RecommendationReason(user, item, Write(user, parts), parts);
    }

    /// <summary>Everything in an explanation that the data and the model do not bear; empty when all of it is borne.</summary>
    /// <param name="reason">An explanation.</param>
    /// <remarks>Counts and scores again; the sentence must be the one that its grounds make.</remarks>
    public IReadOnlyList<string> Problems(RecommendationReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var problems = new List<string>();
        foreach (var part in reason.Parts)
        {
            if (part.Facet.Length == 0)
            {
                var count = dataset.Interactions.Where(x => x.Item == reason.Item).Select(x => x.User).Distinct().Count();
                if (count != part.Contribution || count == 0) problems.Add($"{part.Contribution} people are said to have chosen item {reason.Item}, the data say {count}.");
                continue;
            }
            var facet = model.Facets.ToList().IndexOf(part.Facet);
            var shares = new float[model.Facets.Count];
            model.Contributions(reason.User, reason.Item, shares);
            if (facet < 0 || shares[facet] != part.Contribution || part.Contribution <= 0) problems.Add($"The facet \"{part.Facet}\" did not carry {part.Contribution}.");
            foreach (var row in part.Evidence)
            {
                if (row < 0 || row >= byUser[reason.User].Count || facet < 0 || !Bears(byUser[reason.User][row], reason.Item, facet))
                    problems.Add($"Row {row} of user {reason.User} is no evidence for \"{part.Facet}\".");
            }
            if (part.Evidence.Count == 0) problems.Add($"There is no evidence for \"{part.Facet}\".");
        }
        if (problems.Count == 0 && Write(reason.User, reason.Parts) != reason.Text) problems.Add("The sentence is not the one that its grounds make.");
        return problems;
    }

    // The latest row of each agreeing item; those that agree most come first, later ones before earlier ones.
    private int[] Evidence(int user, int item, int facet)
    {
        var own = byUser[user];
        return
        [
            .. Enumerable.Range(0, own.Count).Where(row => own[row].Item != item && Bears(own[row], item, facet))
                .GroupBy(row => own[row].Item).Select(group => group.Max())
                .OrderByDescending(row => Agreement(own[row].Item, item, facet)).ThenByDescending(row => row)
                .Take(options.MaximumItems),
        ];
    }

    private bool Bears(Interaction x, int item, int facet) =>
        Agreement(x.Item, item, facet) >= options.MinimumAgreement
        && !(x.Kind is InteractionKind.Review or InteractionKind.Rating && scale > 1 && x.Value <= 0.4 * scale);

    private double Agreement(int past, int item, int facet)
    {
        var theirs = items.Of(item, facet);
        var square = TensorPrimitives.SumOfSquares(theirs);
        return square == 0 ? 0 : TensorPrimitives.Dot(items.Of(past, facet), theirs) / square;
    }

    private string Write(int user, IReadOnlyList<ReasonPart> parts)
    {
        if (parts.Count == 0) return "";
        var english = options.Language == DescriptionLanguage.English;
        if (parts[0].Facet.Length == 0)
        {
            var count = (int)parts[0].Contribution;
            return english ? $"Because {NumberWords.English(count)} {(count == 1 ? "person" : "people")} chose it." : $"因为有{NumberWords.Chinese(count)}人选择过。";
        }
        var own = byUser[user];
        var grounds = parts.Select(part =>
        {
            var named = part.Evidence.Select(row => (Verb: Verb(own[row].Kind, english), Name: Quote(dataset.Items[own[row].Item].Title, english)));
            var byVerb = named.GroupBy(x => x.Verb, StringComparer.Ordinal).Select(group => group.Key + (english ? " " : "") + string.Join(english ? " and " : "、", group.Select(x => x.Name)));
            return string.Join(english ? " and " : "，", byVerb) + (english ? $" ({part.Facet})" : $"（{part.Facet}）");
        });
        return english ? $"Because you {string.Join("; ", grounds)}." : $"因为您{string.Join("；", grounds)}。";
    }

    private static string Quote(string title, bool english) => english ? $"“{Phrasebook.Name(title)}”" : $"《{Phrasebook.Name(title)}》";

    private static string Verb(InteractionKind kind, bool english) => kind switch
    {
        InteractionKind.Review => english ? "reviewed" : "评论过",
        InteractionKind.Rating => english ? "rated" : "评过分",
        InteractionKind.Purchase => english ? "bought" : "购买过",
        InteractionKind.Click => english ? "clicked on" : "点击过",
        InteractionKind.Listen => english ? "played" : "收听过",
        _ => english ? "tagged" : "打过标签",
    };
}
