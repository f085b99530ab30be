namespace UserSegments.Data;

/// <summary>What can be done with a whole data set.</summary>
public static class DatasetExtensions
{
    /// <summary>A copy whose users bear keyed pseudonyms.</summary>
    /// <param name="dataset">The whole; left as it is.</param>
    /// <param name="key">The secret, at least 16 bytes of UTF-8; see <see cref="Pseudonyms"/>.</param>
    public static Dataset Pseudonymise(this Dataset dataset, string key) => new Pseudonyms(key).Apply(dataset);

    /// <summary>The SHA-256 of everything a data set holds, for provenance: equal content gives an equal hash, whatever file it came from.</summary>
    /// <param name="dataset">The data set.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string ContentHash(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return DatasetHash.Of(dataset);
    }

    /// <summary>The interactions of each user, in order; a user without any has an empty list.</summary>
    /// <param name="dataset">The data set.</param>
    /// <returns>One list a user.</returns>
    public static IReadOnlyList<IReadOnlyList<Interaction>> ByUser(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var lists = new List<Interaction>[dataset.Users.Count];
        for (var user = 0; user < lists.Length; user++) lists[user] = [];
        foreach (var interaction in dataset.Interactions) lists[interaction.User].Add(interaction);
        return lists;
    }
}
