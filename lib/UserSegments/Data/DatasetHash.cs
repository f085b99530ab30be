using System.Security.Cryptography;

namespace UserSegments.Data;

/// <summary>Feeds a data set to SHA-256 in one fixed binary form: lengths before strings, so that no two contents look alike.</summary>
internal static class DatasetHash
{
    public static string Of(Dataset dataset)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        using (var writer = new BinaryWriter(new BufferedStream(stream, 1 << 16), System.Text.Encoding.UTF8))
        {
            writer.Write("user-segments-dataset-1");
            writer.Write(dataset.Users.Count);
            foreach (var user in dataset.Users)
            {
                writer.Write(user.Id);
                writer.Write(user.Attributes.Count);
                foreach (var (name, value) in user.Attributes.OrderBy(x => x.Key, StringComparer.Ordinal)) Write(writer, name, value);
            }
            writer.Write(dataset.Items.Count);
            foreach (var item in dataset.Items)
            {
                Write(writer, item.Id, item.Title, item.Description);
                writer.Write(item.Price ?? double.NaN);
                writer.Write(item.Tags.Count);
                foreach (var tag in item.Tags) writer.Write(tag);
            }
            writer.Write(dataset.Interactions.Count);
            foreach (var x in dataset.Interactions)
            {
                writer.Write(x.User);
                writer.Write(x.Item);
                writer.Write((int)x.Kind);
                writer.Write(x.Value);
                writer.Write(x.Time?.Ticks ?? -1L);
                writer.Write(x.Text);
            }
            writer.Write(dataset.Impressions.Count);
            foreach (var x in dataset.Impressions)
            {
                writer.Write(x.User);
                writer.Write(x.Time?.Ticks ?? -1L);
                writer.Write(x.Items.Length);
                for (var i = 0; i < x.Items.Length; i++)
                {
                    writer.Write(x.Items[i]);
                    writer.Write(x.Clicked[i]);
                    writer.Write(x.Purchased?[i] ?? false);
                }
            }
        }
        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static void Write(BinaryWriter writer, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts) writer.Write(text);
    }
}
