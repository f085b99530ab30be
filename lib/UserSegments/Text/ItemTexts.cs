using UserSegments.Data;

namespace UserSegments.Text;

/// <summary>What is known of the items in words.</summary>
public static class ItemTexts
{
    /// <summary>One text an item: title, tags and description, in the order of items.</summary>
    /// <param name="dataset">The data set.</param>
    public static IReadOnlyList<string> Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. dataset.Items.Select(item => string.Join(' ', item.Tags.Prepend(item.Title).Append(item.Description).Where(part => part.Length > 0)))];
    }
}
