using UserSegments.Data;

namespace UserSegments.Text;

/// <summary>Builds user documents: many texts to one user.</summary>
public static class UserDocuments
{
    /// <summary>One document a user, in the order of users.</summary>
    /// <param name="dataset">The data set; for claims about the future, its training part.</param>
    /// <param name="options">What goes in; null for the defaults.</param>
    /// <returns>As many documents as there are users; empty ones for users without a text.</returns>
    /// <remarks>
    /// The text of an interaction is what was written; where nothing was, the item's title and tags. Its weight is
    /// 0.5^(age / half-life) · rating share · (1 + ln count), each factor only if its option is on; age is counted back from the last
    /// interaction of the set, so that no clock is needed.
    /// </remarks>
    public static IReadOnlyList<UserDocument> Build(Dataset dataset, UserDocumentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new UserDocumentOptions();
        var last = dataset.HasTime ? dataset.Interactions[^1].Time : null;
        var highest = dataset.Interactions.Where(IsRated).Select(x => x.Value).DefaultIfEmpty(1).Max();
        var titles = dataset.Items.Select(TitleAndTags).ToArray();
        var users = dataset.ByUser();
        var documents = new UserDocument[users.Count];
        for (var user = 0; user < documents.Length; user++)
        {
            var texts = new List<string>();
            var weights = new List<float>();
            foreach (var x in users[user].Skip(Math.Max(0, users[user].Count - options.MaximumTexts)))
            {
                var text = x.Text.Length > 0 ? x.Text : options.ItemTexts ? titles[x.Item] : "";
                var weight = Weight(x, options, last, highest);
                if (text.Length == 0 || !(weight > 0)) continue;
                texts.Add(text);
                weights.Add(weight);
            }
            documents[user] = new UserDocument(user, texts, weights);
        }
        return documents;
    }

    private static float Weight(Interaction x, UserDocumentOptions options, DateTime? last, float highest)
    {
        var weight = 1.0;
        if (options.HalfLifeDays is { } days && last is { } end && x.Time is { } time) weight *= Math.Pow(0.5, (end - time).TotalDays / days);
        if (options.ByRating && IsRated(x) && highest > 0) weight *= x.Value / highest;
        if (options.ByCount && x.Kind is InteractionKind.Purchase or InteractionKind.Listen && x.Value > 1) weight *= 1 + Math.Log(x.Value);
        return (float)weight;
    }

    private static bool IsRated(Interaction x) => x.Kind is InteractionKind.Rating or InteractionKind.Review;

    private static string TitleAndTags(Item item) => item.Tags.Count == 0 ? item.Title : $"{item.Title} {string.Join(' ', item.Tags)}";
}
