using System.Security.Cryptography;

namespace UserSegments.Data;

/// <summary>Keyed pseudonyms: HMAC-SHA-256 (RFC 2104) of a name, cut to 64 bits.</summary>
/// <remarks>
/// The same key and name give the same pseudonym everywhere, so sets can be joined; without the key a name cannot be guessed by trying.
/// The key is never written anywhere by this library. <see cref="Public"/> uses a key that everybody knows: it keeps names out of
/// tables and reports, but does not withstand somebody who has a list of names to try. Thread-safe.
/// </remarks>
public sealed class Pseudonyms
{
    private readonly byte[] key;

    /// <summary>Pseudonyms under a secret key.</summary>
    /// <param name="key">At least 16 bytes; copied.</param>
    public Pseudonyms(ReadOnlySpan<byte> key)
    {
        if (key.Length < 16) throw new ArgumentException($"key has {key.Length} bytes, expected at least 16.", nameof(key));
        this.key = key.ToArray();
    }

    /// <summary>Pseudonyms under a secret pass phrase, taken as UTF-8.</summary>
    /// <param name="key">At least 16 bytes.</param>
    public Pseudonyms(string key)
        : this(System.Text.Encoding.UTF8.GetBytes(key ?? throw new ArgumentNullException(nameof(key))))
    {
    }

    /// <summary>What readers use unless told otherwise: stable, but under a key that is public.</summary>
    public static Pseudonyms Public { get; } = new("User Segments: a public key, for stable ids");

    /// <summary>The pseudonym of a name: a letter and 16 hexadecimal digits.</summary>
    /// <param name="name">The name in the source.</param>
    public string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(name), mac);
        return "u" + Convert.ToHexStringLower(mac[..8]);
    }

    /// <summary>Whether an id has the form of a pseudonym, so that a set that was saved under pseudonyms keeps them when it is opened again.</summary>
    /// <param name="id">An id.</param>
    public static bool IsPseudonym(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length == 17 && id[0] == 'u' && id.Skip(1).All(char.IsAsciiHexDigitLower);
    }

    /// <summary>A copy of a data set whose users bear pseudonyms of their ids; attributes stay.</summary>
    /// <param name="dataset">The whole; left as it is.</param>
    /// <exception cref="InvalidDataException">Two ids would share a pseudonym (chance below 10^-7 for a million users).</exception>
    public Dataset Apply(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var seen = new Dictionary<string, string>();
        var users = dataset.Users.Select(user =>
        {
            var pseudonym = Of(user.Id);
            if (!seen.TryAdd(pseudonym, user.Id) && seen[pseudonym] != user.Id)
                throw new InvalidDataException($"{dataset.Name}: two users share the pseudonym {pseudonym}; expected different ones, so choose another key.");
            return user with { Id = pseudonym };
        }).ToList();
        return new Dataset(dataset.Name, users, dataset.Items, dataset.Interactions, dataset.Impressions, dataset.Report);
    }
}
